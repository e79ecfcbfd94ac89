import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { RUNNER_PROCESS, type RunnerProcess } from '../runner-process';
import type { PreparedPlaces } from './prepare-run';

@Command({
  name: 'prepare',
  description:
    "Prepares a run in a Pod, before the repository's code has a process: clones, exports the tree without .git, lays out the tools of the sandbox.",
})
export class PrepareCommand extends CommandRunner {
  constructor(@Inject(RUNNER_PROCESS) private readonly process: RunnerProcess) {
    super();
  }

  async run(_parameters: string[], places: PreparedPlaces): Promise<void> {
    const { prepareRun } = await import('./prepare-run');
    const { baseSha, branch } = await prepareRun(this.process, places);
    process.stdout.write(`${JSON.stringify({ step: 'prepare', state: 'done', baseSha, branch })}\n`);
  }

  @Option({ flags: '--context <dir>', description: 'folder with task.json and route.json', required: true })
  parseContext(value: string): string {
    return value;
  }

  @Option({
    flags: '--trusted <dir>',
    description: 'gets the bare repository and checkout.json; only the agent sees it later',
    required: true,
  })
  parseTrusted(value: string): string {
    return value;
  }

  @Option({
    flags: '--checkout <dir>',
    description: 'gets the tree without .git; only the sandbox sees it later',
    required: true,
  })
  parseCheckout(value: string): string {
    return value;
  }

  @Option({
    flags: '--tools <dir>',
    description: 'gets Node, the exec server and ripgrep, which the image of the sandbox lacks',
    required: true,
  })
  parseTools(value: string): string {
    return value;
  }
}
