import { Inject } from '@nestjs/common';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { TASK_STATES, type TaskState } from '@anton/contracts';
import { noTask } from '../operator/ask-for';
import { withLedger } from '../operator/open-ledger';
import { parseCount } from '../operator/parse-count';
import { trajectoriesOf } from '../operator/run-trajectories';
import { taskTable } from '../operator/task-table';
import { taskDetails } from '../operator/task-view';
import { VARIABLES, type Variables } from '../operator/variables';
import { TaskCancelCommand } from './task-cancel.command';
import { TaskRetryCommand } from './task-retry.command';

interface ListOptions {
  readonly state?: TaskState;
  readonly limit?: number;
  readonly json?: boolean;
}

@SubCommand({ name: 'list', description: 'Lists tasks, newest first: state, reason or outcome, and title.' })
export class TaskListCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run(_parameters: string[], options: ListOptions): Promise<void> {
    const filter = {
      limit: options.limit ?? 50,
      ...(options.state === undefined ? {} : { states: [options.state] }),
    };
    const tasks = await withLedger(this.variables, (ledger) => ledger.listTasks(filter));
    process.stdout.write(options.json === true ? `${JSON.stringify(tasks)}\n` : taskTable(tasks));
  }

  @Option({ flags: '--state <state>', description: 'only tasks in this state', choices: [...TASK_STATES] })
  parseState(value: string): string {
    return value;
  }

  @Option({ flags: '--limit <n>', description: 'how many at most, default 50' })
  parseLimit(value: string): number {
    return parseCount('--limit', value);
  }

  @Option({ flags: '--json', description: 'one JSON array' })
  parseJson(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'show',
  arguments: '<task-id>',
  description: 'Shows one task: its route, runs, events and what it cost.',
})
export class TaskShowCommand extends CommandRunner {
  constructor(@Inject(VARIABLES) private readonly variables: Variables) {
    super();
  }

  async run([taskId = '']: string[], options: { readonly json?: boolean }): Promise<void> {
    const details = await withLedger(this.variables, async (ledger) => {
      const record = await ledger.findTask(taskId);
      if (record === null) throw noTask(taskId);
      const [runs, events, spend, intents] = await Promise.all([
        ledger.listRuns({ taskId }),
        ledger.listEvents(taskId),
        ledger.listSpend(taskId),
        ledger.listIntents({ taskId }),
      ]);
      return { ...record, runs, events, spend, intents, trajectories: trajectoriesOf(runs) };
    });
    process.stdout.write(options.json === true ? `${JSON.stringify(details)}\n` : taskDetails(details));
  }

  @Option({ flags: '--json', description: 'one JSON object' })
  parseJson(): boolean {
    return true;
  }
}

@Command({
  name: 'task',
  description: 'What became of the tasks, and what shall: list, show, cancel, retry.',
  subCommands: [TaskListCommand, TaskShowCommand, TaskCancelCommand, TaskRetryCommand],
})
export class TaskCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help({ error: true });
    return Promise.resolve();
  }
}
