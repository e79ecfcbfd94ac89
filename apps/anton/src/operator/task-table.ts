import type { TaskRecord } from '@anton/ledger';
import { plain } from './plain-text';
import { shortTime, terminalWidth } from './terminal';

const INDENT = ' '.repeat(5);
/** The longest outcome is `no_change_needed`; an id has 44 characters at most: together 80 columns. */
const STATE_WIDTH = 16;
const HEADS = `PRIO ${'STATE OR END'.padEnd(STATE_WIDTH)}  SINCE UTC    TASK`;

/** One task as two lines: where it is, and what it is about; a third says why it waits. */
function linesOf({ task, state, outcome, reason, updatedAt }: TaskRecord): string[] {
  const where = (outcome ?? state).padEnd(STATE_WIDTH);
  const fitted = (text: string): string => `${INDENT}${plain(text, terminalWidth() - INDENT.length)}`;
  return [
    `${task.priority.padEnd(4)} ${where}  ${shortTime(updatedAt)}  ${task.taskId}`,
    fitted(task.title),
    ...(state === 'waiting' && reason !== null ? [fitted(`waits: ${reason}`)] : []),
  ];
}

/** Tasks as a table for a terminal of 80 columns and more. */
export function taskTable(tasks: readonly TaskRecord[]): string {
  if (tasks.length === 0) return 'no tasks\n';
  return `${[HEADS, ...tasks.flatMap(linesOf)].join('\n')}\n`;
}
