import type { LifeCycleEvent } from '@anton/contracts';
import type { RunRecord, SpendRecord, TaskRecord } from '@anton/ledger';
import { plain } from './plain-text';

/** A task with everything the ledger knows of it. */
export interface TaskDetails extends TaskRecord {
  readonly runs: readonly RunRecord[];
  readonly events: readonly LifeCycleEvent[];
  readonly spend: readonly SpendRecord[];
}

function how(task: TaskRecord): string {
  if (task.outcome !== null) return task.outcome;
  return task.reason === null ? '' : plain(task.reason, 50);
}

/** Tasks as a table for a terminal. */
export function taskTable(tasks: readonly TaskRecord[]): string {
  if (tasks.length === 0) return 'no tasks\n';
  const rows = tasks.map((task) => [
    task.task.taskId,
    task.task.priority,
    task.state,
    how(task),
    plain(task.task.title, 60),
  ]);
  const table = [['TASK', 'PRIO', 'STATE', 'HOW', 'TITLE'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]): string =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `${table.map((row) => line(row).trimEnd()).join('\n')}\n`;
}

function eventLine(event: LifeCycleEvent): string {
  const subject = event.type === 'task' ? 'task' : `run ${event.attempt}`;
  const outcome = event.type === 'task' && event.outcome !== null ? ` (${event.outcome})` : '';
  const reason = event.reason === null ? '' : `: ${plain(event.reason, 160)}`;
  return `  ${event.at}  ${subject} ${event.from ?? ''} → ${event.to}${outcome}${reason}`;
}

function runLine(run: RunRecord): string {
  const request = run.report?.pullRequest;
  const pull =
    request === null || request === undefined ? '' : `  ${request.url}${request.draft ? ' (draft)' : ''}`;
  return `  attempt ${run.attempt}: ${run.report?.status ?? run.state}${pull}`;
}

/** One task as text for a terminal. */
export function taskDetails(task: TaskDetails): string {
  const { route } = task;
  const usd = task.spend.reduce((sum, item) => sum + (item.usd ?? 0), 0);
  const lines = [
    `${task.task.taskId}  ${task.task.priority}  ${task.state}${task.outcome === null ? '' : ` (${task.outcome})`}`,
    plain(task.task.title, 200),
    ...(task.task.externalUrl === null ? [] : [task.task.externalUrl]),
    ...(task.reason === null ? [] : [`reason: ${plain(task.reason, 500)}`]),
    ...(route === null
      ? []
      : [
          `route: ${route.verdict}, ${route.repository?.id ?? 'no repository'}, ${route.template ?? 'no template'}, ${route.complexity}, risk ${route.risk}, ${route.autonomy}, decided by ${route.decidedBy.kind}`,
        ]),
    ...(task.runs.length === 0 ? [] : ['runs:', ...task.runs.map(runLine)]),
    'events:',
    ...task.events.map(eventLine),
    `spent: $${usd.toFixed(2)}`,
  ];
  return `${lines.join('\n')}\n`;
}
