import { writeFile } from 'node:fs/promises';
import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { readTrajectory, replayLoop } from '@anton/agent';
import { PermanentError } from '@anton/contracts';
import { replayEnd, replayHead, turnLine } from '../operator/replay-view';

interface ReplayOptions {
  readonly json?: boolean;
  readonly html?: string;
}

const HELP = `
Runs the coder's loop of a recorded run again: the models' answers and the tools' results come from the file.
Nothing is asked and nothing is executed. Every request must be the recorded one, byte for byte; where
secrets were taken out of the record, the bytes without them are compared.

Examples
  anton replay .anton/runs/jira-pay-1-k3v9q2m7xa-r1/trajectory.jsonl
  anton replay trajectory.jsonl --json | jq .divergence
  anton replay --html run.html trajectory.jsonl      one page: what happened, diffs, checks, reviews, cost

Exit 0: identical, also as far as the record of a killed run goes. Exit 1: another request, or no trajectory.
Another version of Anton may ask otherwise on purpose: the first line says which one recorded.`;

@Command({
  name: 'replay',
  arguments: '<file>',
  argsDescription: { file: 'the trajectory.jsonl of a run; `anton task show TASK` names it' },
  description: 'Runs a recorded run again, offline, and says whether it is the same.',
})
export class ReplayCommand extends CommandRunner {
  async run([file = '']: string[], options: ReplayOptions): Promise<void> {
    const trajectory = await readTrajectory(file);
    if (options.html !== undefined) {
      // Loaded here: the template engine is no business of a replay.
      const { renderRun } = await import('../replay-page/render-page');
      await writePage(options.html, renderRun(trajectory));
      process.stdout.write(`${options.html}\n`);
      return;
    }
    const tell = (text: string): void => {
      if (options.json !== true) process.stdout.write(text);
    };
    tell(replayHead(trajectory.start));
    const result = await replayLoop(trajectory, (turn) => tell(turnLine(turn)));
    tell(replayEnd(result));
    if (options.json === true) {
      const { task, route, versions } = trajectory.start;
      const run = { taskId: task.taskId, attempt: route.attempt, versions };
      process.stdout.write(`${JSON.stringify({ ...run, ...result })}\n`);
    }
    if (!result.identical) process.exitCode = 1;
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }

  @Option({
    flags: '--html <out>',
    description: 'writes the run as one page to read, instead of running it again',
  })
  parseHtml(value: string): string {
    return value;
  }

  @Help('after')
  help(): string {
    return HELP;
  }
}

/** The page holds what the record holds: for this user only. */
async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page, { mode: 0o600 });
  } catch (error) {
    throw new PermanentError(`cannot write ${file}`, {
      code: 'file_unwritable',
      remedy: 'Give --html a file in a folder that can be written.',
      cause: error,
    });
  }
}
