import { boundedText } from '@anton/platform';
import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';
import type { ToolContext, ToolResult } from '../../tools/agent-tool.port';
import type { LoopObserver } from '../loop-event';
import { refusedCall, type AnsweredCall, type ToolCall } from './tool-call';
import { failedResult, unlessAbandoned } from './unless-abandoned';
import type { ToolSet, UsableTool } from './tool-set';

/** Reads of one turn that run at the same time. */
const READS_AT_ONCE = 8;
/** Longest result that reaches the model, in characters; the shipped tools stay below (agent-loop 5.1: 32,000). */
const RESULT_LIMIT = 40_000;

/** What a guard adds to a call: a reason not to execute it, or a warning for its result. */
export interface CallAdvice {
  readonly block: string | null;
  readonly warn: string | null;
}

/** What happens around the execution of calls. */
export interface AroundCalls {
  /** The result that an earlier life of the run has on record; null when the call must be executed. */
  known(call: ToolCall): Promise<ToolResult | null>;
  /** After a call that may have changed the work tree, before anybody knows its result. */
  changed(): Promise<void>;
}

const NOTHING_AROUND: AroundCalls = { known: async () => null, changed: async () => undefined };

/** A call with everything that is known before it runs. `refusal` is its answer when it must not run. */
interface PlannedCall {
  readonly call: ToolCall;
  readonly usable: UsableTool | undefined;
  readonly refusal: string | null;
  readonly warn: string | null;
}

/** Runs the calls of one turn: reads together, writes in order; every call gets exactly one answer. Throws what {@link AroundCalls} throws. */
@Injectable()
export class ToolRunner {
  async run(
    calls: readonly ToolCall[],
    tools: ToolSet,
    context: ToolContext,
    advise: (call: ToolCall) => CallAdvice,
    observer: LoopObserver = () => undefined,
    around: AroundCalls = NOTHING_AROUND,
  ): Promise<AnsweredCall[]> {
    const answered: AnsweredCall[] = [];
    for (const group of this.groups(calls.map((call) => this.plan(call, tools, advise)))) {
      const queue = new PQueue({ concurrency: READS_AT_ONCE });
      answered.push(
        ...(await queue.addAll(
          group.map((planned) => () => this.answer(planned, context, observer, around)),
        )),
      );
    }
    return answered;
  }

  /** A malformed call is no business of the guards. */
  private plan(call: ToolCall, tools: ToolSet, advise: (call: ToolCall) => CallAdvice): PlannedCall {
    const usable = tools.find(call.name);
    const problem =
      usable === undefined
        ? `There is no tool "${call.name}"; use one of: ${tools.names().join(', ')}.`
        : usable.problem(call.input);
    if (problem !== null) return { call, usable, refusal: `Not executed: ${problem}`, warn: null };
    const { block, warn } = advise(call);
    return { call, usable, refusal: block, warn };
  }

  /** Neighbouring reads form one group; a write stands alone. */
  private groups(planned: readonly PlannedCall[]): PlannedCall[][] {
    const groups: PlannedCall[][] = [];
    for (const [index, next] of planned.entries()) {
      const before = planned[index - 1];
      const joins = before !== undefined && this.isRead(before) && this.isRead(next);
      if (joins) groups.at(-1)?.push(next);
      else groups.push([next]);
    }
    return groups;
  }

  private isRead({ usable, refusal }: PlannedCall): boolean {
    return refusal !== null || usable?.tool.effect === 'read';
  }

  private async answer(
    planned: PlannedCall,
    context: ToolContext,
    observer: LoopObserver,
    around: AroundCalls,
  ): Promise<AnsweredCall> {
    const { call, usable, refusal, warn } = planned;
    if (refusal !== null || usable === undefined) return refusedCall(call, refusal ?? '');
    const result = await this.execute(usable, call, context, observer, around);
    const content = boundedText(result.content, RESULT_LIMIT);
    return {
      call,
      refused: false,
      wrote: usable.tool.effect === 'write',
      result: { ...result, content: warn === null ? content : `${content}\n\n${warn}` },
    };
  }

  private async execute(
    usable: UsableTool,
    call: ToolCall,
    context: ToolContext,
    observer: LoopObserver,
    around: AroundCalls,
  ): Promise<ToolResult> {
    if (context.signal.aborted) return failedResult('Not executed: the run was stopped.');
    const { id, name, input } = call;
    const started = performance.now();
    observer({ type: 'tool_begun', id, tool: name, input });
    const known = await around.known(call);
    if (known !== null && usable.tool.again === true) await this.resultOf(usable, call, context);
    const result = known ?? (await this.resultOf(usable, call, context));
    if (usable.tool.effect === 'write') await around.changed();
    observer({ type: 'tool_done', id, result, durationMs: Math.round(performance.now() - started) });
    return result;
  }

  /** Whatever the tool is, its answer is without secrets before anybody sees it, and before it is cut. */
  private async resultOf(
    { tool }: UsableTool,
    { name, input }: ToolCall,
    context: ToolContext,
  ): Promise<ToolResult> {
    const { signal, redact } = context;
    try {
      const result = await unlessAbandoned(tool.execute({ ...(input as object) }, context), signal);
      return { ...result, content: redact(result.content) };
    } catch (error) {
      const words = `${name} failed: ${error instanceof Error ? error.message : String(error)}`;
      return failedResult(redact(words));
    }
  }
}
