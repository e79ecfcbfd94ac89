import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option } from 'nest-commander';
import { RUN_EXIT_STATUS } from '@anton/contracts';
import type { RunFiles } from './run-one-task';
import { RUNNER_PROCESS, type RunnerProcess } from './runner-process';

@Command({
  name: 'run',
  description:
    "Runs one task: clone, fix, proof by the repository's own tests, review, pull request. Prints JSON lines; the last one is the report.",
})
export class RunCommand extends CommandRunner {
  constructor(@Inject(RUNNER_PROCESS) private readonly process: RunnerProcess) {
    super();
  }

  async run(_parameters: string[], files: RunFiles): Promise<void> {
    // Loaded here, so that everything else that the command line does comes at once.
    const { runOneTask } = await import('./run-one-task');
    const { report, tracing } = await runOneTask(this.process, files);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    process.exitCode = RUN_EXIT_STATUS[report.status];
    // Last: whoever waits for the report has it by now.
    await tracing.stop();
  }

  @Option({
    flags: '--context <dir>',
    description: 'folder with task.json, route.json and skill.*.md',
    required: true,
  })
  parseContext(value: string): string {
    return value;
  }

  @Option({
    flags: '--trusted <dir>',
    description: 'in a Pod, what `prepare` left: the repository, cloned; with --socket',
  })
  parseTrusted(value: string): string {
    return value;
  }

  @Option({
    flags: '--socket <path>',
    description: 'in a Pod, where the exec server of the sandbox listens; with --trusted',
  })
  parseSocket(value: string): string {
    return value;
  }

  @Option({ flags: '--work <dir>', description: 'folder for the clone and the work tree', required: true })
  parseWork(value: string): string {
    return value;
  }

  @Option({
    flags: '--report <file>',
    description: 'where the report is written too',
  })
  parseReport(value: string): string {
    return value;
  }

  @Option({
    flags: '--termination-message <file>',
    description: "where the report is written too, in the 4 KiB of a container's termination message",
  })
  parseTerminationMessage(value: string): string {
    return value;
  }

  @Option({
    flags: '--trajectory <file>',
    description: 'where every event of the run is recorded; default trajectory.jsonl in the work folder',
  })
  parseTrajectory(value: string): string {
    return value;
  }
}
