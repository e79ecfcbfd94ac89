import { Injectable } from '@nestjs/common';
import { withoutFlaky, type CheckRun } from '@anton/agent';
import type { PreparedRun } from '../prepared-run';
import { checkWords } from './check-words';
import { SetupFailedError } from './setup-failed.error';

const SETUP_TIMEOUT_MS = 600_000;
const SETUP_TAIL = 300;

/** Of an earlier life: with the names of all tests where they were kept. */
async function earlierBaseline({ place, lives }: PreparedRun): Promise<CheckRun | null> {
  if (lives.kind !== 'continued') return null;
  return (await place.kept())?.baseline ?? lives.start.journal.begun?.baseline ?? null;
}

/** Runs the setup of template and repository, then the checks before the first edit; a red run twice. */
@Injectable()
export class BaselineStep {
  async take(run: PreparedRun): Promise<CheckRun> {
    const baseline = (await earlierBaseline(run)) ?? (await this.make(run));
    run.facts.baseline = baseline;
    return baseline;
  }

  private async make(run: PreparedRun): Promise<CheckRun> {
    const setup = [...run.context.route.setup, ...(run.checks.plan?.setup ?? [])];
    for (const command of setup) await this.setUp(run, command);
    return run.progress.stage(
      'baseline',
      run.checks.plan?.commands.join(' && ') ?? 'no test command found',
      async () => withoutFlaky(run.checks, await run.checks.run(run.signal), run.signal),
      checkWords,
      (result) => result.outcome === 'passed',
    );
  }

  private setUp(run: PreparedRun, command: string): Promise<void> {
    return run.progress.stage(
      'setup',
      command,
      async () => {
        const result = await run.workspace.exec({ command, timeoutMs: SETUP_TIMEOUT_MS, signal: run.signal });
        if (result.ended === 'exited' && result.exitCode === 0) return;
        const how =
          result.ended === 'exited'
            ? `ended with ${result.exitCode ?? result.signal}`
            : `did not end (${result.ended})`;
        throw new SetupFailedError(command, how, result.output.text.slice(-SETUP_TAIL));
      },
      () => command,
    );
  }
}
