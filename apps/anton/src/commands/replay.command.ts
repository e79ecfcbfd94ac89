import { Command, CommandRunner, Help, Option } from 'nest-commander';
import { readTrajectory, replayLoop } from '@anton/agent';
import { replayEnd, replayHead, turnLine } from '../operator/replay-view';

interface ReplayOptions {
  readonly json?: boolean;
}

const HELP = `
Runs the coder's loop of a recorded run again: the models' answers and the tools' results come from the file.
Nothing is asked and nothing is executed. Every request must be the recorded one, byte for byte; where
secrets were taken out of the record, the bytes without them are compared.

Examples
  anton replay .anton/runs/jira-pay-1-k3v9q2m7xa-r1/trajectory.jsonl
  anton replay trajectory.jsonl --json | jq .divergence

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

  @Help('after')
  help(): string {
    return HELP;
  }
}
