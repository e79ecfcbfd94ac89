import { Injectable } from '@nestjs/common';
import type { CheckRun } from '@anton/agent';
import type { ChangeDiff } from '@anton/codehost';
import type { PreparedRun } from '../prepared-run';
import { checkWords } from './check-words';

/** The tree that would be pushed, and the checks on exactly this tree. */
export interface Gate {
  readonly diff: ChangeDiff;
  readonly checks: CheckRun;
}

/** The green gate: the runner's own run of the checks after the last edit, bound to the tree it ran on. */
@Injectable()
export class GateStep {
  async take(run: PreparedRun): Promise<Gate> {
    const diff = await run.host.diff(run.checkout);
    run.facts.diff = diff;
    run.facts.final = null;
    const checks = await run.progress.stage(
      'checks',
      run.checks.plan?.commands.join(' && ') ?? 'no test command found',
      () => run.checks.run(run.signal),
      checkWords,
      (result) => result.outcome === 'passed',
    );
    run.facts.final = checks;
    return { diff, checks };
  }
}
