import { describe, expect, it } from 'vitest';
import { TASK_OUTCOMES, TASK_STATES } from '@anton/contracts';
import type { RunRecord, TaskRecord } from '@anton/ledger';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { taskTable } from './task-table';
import { taskDetails, type TaskDetails } from './task-view';
import { wrapped } from './wrapped';

const LONG = 'the order service answers 500 since the last deployment, and nobody knows why: '.repeat(6);
const TIME = '2026-11-25T10:23:11.123Z';

function record(fields: Partial<TaskRecord> = {}): TaskRecord {
  const task = sampleTask('PAY-1', { title: `\u001b[2J${LONG}`.slice(0, 200), priority: 'P1' });
  const taskId = 'datadog-order-service-5xx-rate-ab-k3v9q2m7xa';
  return {
    task: Object.assign(task, { taskId }),
    hash: 'h',
    state: 'waiting',
    reason: LONG,
    outcome: null,
    route: sampleRoute(task),
    attempts: 1,
    notBefore: null,
    acceptedAt: TIME,
    updatedAt: TIME,
    ...fields,
  };
}

function details(fields: Partial<TaskDetails> = {}): TaskDetails {
  const run: RunRecord = {
    taskId: 't',
    attempt: 1,
    executor: 'process',
    handle: null,
    state: 'settled',
    reason: null,
    report: null,
    deadlineAt: TIME,
    createdAt: TIME,
    updatedAt: '2026-11-25T10:35:11.123Z',
  };
  const events = [
    { type: 'task', taskId: 't', at: TIME, from: null, to: 'accepted', outcome: null, reason: null },
    {
      type: 'task',
      taskId: 't',
      at: TIME,
      from: 'running',
      to: 'settled',
      outcome: 'no_change_needed',
      reason: LONG,
    },
  ] as const;
  const intent = { id: 'i', taskId: 't', kind: 'cancel', by: 'ada', askedAt: TIME, reason: null } as const;
  const intents = [{ ...intent, isForced: false, isRoutedAnew: false, answer: null }];
  return { ...record(), runs: [run], events, spend: [], intents, trajectories: [], ...fields };
}

function expectToFit(text: string): void {
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(text).not.toContain('\u001b');
}

describe('tasks in 80 columns', () => {
  it('as a table, whatever their state or their end', () => {
    const open = TASK_STATES.filter((state) => state !== 'settled').map((state) => record({ state }));
    const ended = TASK_OUTCOMES.map((outcome) => record({ state: 'settled', outcome }));
    const table = taskTable([...open, ...ended]);
    expectToFit(table);
    expect(table).toMatch(/^PRIO STATE OR END +SINCE UTC {4}TASK\n/);
    expect(table).toContain(
      'P1   no_change_needed  11-25 10:23  datadog-order-service-5xx-rate-ab-k3v9q2m7xa\n',
    );
    expect(table.match(/\n {5}waits: /g)).toHaveLength(1);
    expect(taskTable([])).toBe('no tasks\n');
  });

  it('name the file of a run that can be replayed, below it and whole', () => {
    const path = `/srv/${'anton/'.repeat(20)}trajectory.jsonl`;
    const text = taskDetails(details({ trajectories: [{ attempt: 1, path }] }));
    expect(text).toMatch(new RegExp(`  attempt 1: .*\\n    anton replay ${path}\\n`));
  });

  it('one by one, with reasons below what they are about', () => {
    const text = taskDetails(details());
    expectToFit(text);
    expect(text).toContain('\nasked:   cancel, by ada, 11-25 10:23; not acted on yet\n');
    expect(text).toContain('\n  attempt 1: settled, since 11-25 10:23, 12 min\n');
    expect(text).toContain('\n  11-25 10:23:11  task   accepted\n');
    expect(text).toContain('running → settled (no_change_needed)\n    the order service');
    expect(text).toContain('\nspent:   $0.00 of $2.00 for its runs\n');
  });
});

describe('wrapped', () => {
  it('breaks between words and leaves long ones whole', () => {
    expect(wrapped('one two three', 9, '  ')).toBe('one two\n  three');
    expect(wrapped('a https://example.com/very/long b', 10, '')).toBe('a\nhttps://example.com/very/long\nb');
  });
});
