import type { CallAdvice } from '../calls/tool-runner';
import type { ToolCall } from '../calls/tool-call';
import type { LoopObserver } from '../loop-event';
import { CycleGuard } from './cycle.guard';
import { FormatErrorGuard } from './format-error.guard';
import { IdenticalCallGuard } from './identical-call.guard';
import { LoopGuard, type ObservedTurn, type TurnVerdict, type WorkState } from './loop-guard';
import { NoProgressGuard } from './no-progress.guard';
import { RepeatedErrorGuard } from './repeated-error.guard';

/** All guards of one run, asked in order. Every word they say is also an event. */
export class LoopGuards {
  private readonly guards: readonly LoopGuard[] = [
    new FormatErrorGuard(),
    new IdenticalCallGuard(),
    new CycleGuard(),
    new RepeatedErrorGuard(),
    new NoProgressGuard(),
  ];

  constructor(private readonly observer: LoopObserver) {}

  advise(call: ToolCall): CallAdvice {
    const verdicts = this.ask((guard) => guard.beforeCall(call));
    return {
      block: verdicts.find(({ kind }) => kind === 'block')?.text ?? null,
      warn: verdicts.find(({ kind }) => kind === 'warn')?.text ?? null,
    };
  }

  judge(turn: ObservedTurn): TurnVerdict[] {
    return this.ask((guard) => guard.afterTurn(turn));
  }

  restart(state: WorkState): void {
    for (const guard of this.guards) guard.restart(state);
  }

  private ask<V extends { readonly text: string }>(question: (guard: LoopGuard) => V | null): V[] {
    return this.guards.flatMap((guard) => {
      const verdict = question(guard);
      if (verdict === null) return [];
      this.observer({ type: 'guard', rule: guard.rule, detail: verdict.text });
      return [verdict];
    });
  }
}
