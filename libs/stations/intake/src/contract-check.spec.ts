import { parseAgentTask } from '@anton/contracts';
import { sampleTask } from '@anton/testing/samples';
import { describe, expect, it } from 'vitest';
import { checkContract } from './contract-check';

const accepts = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

const hostile: readonly unknown[] = [
  null,
  7,
  '',
  'x'.repeat(300_000),
  [],
  {},
  true,
  'not a date',
  '2026-13-01T00:00:00Z',
  '2026-11-01',
  'ftp://x',
  'http://',
  'https://a b',
  'javascript:alert(1)',
  'P0',
  'A'.repeat(40),
  ['x', 7],
  { url: 7 },
  { traceparent: 'x' },
];

describe('checkContract', () => {
  it('accepts a task that is right', () => {
    expect(() => checkContract({ kind: 'task', task: sampleTask('PAY-1') })).not.toThrow();
  });

  it('never accepts what the classes refuse', () => {
    const task = sampleTask('PAY-1');
    for (const field of Object.keys(task)) {
      for (const value of hostile) {
        const changed = Object.assign(sampleTask('PAY-1'), { [field]: value });
        if (accepts(() => checkContract({ kind: 'task', task: changed })))
          expect(
            accepts(() => parseAgentTask(changed)),
            `${field} = ${JSON.stringify(value)?.slice(0, 60)}`,
          ).toBe(true);
      }
    }
  });

  it('names the field that is wrong', () => {
    const task = Object.assign(sampleTask('PAY-1'), { priority: 'P9' as never });
    expect(() => checkContract({ kind: 'task', task })).toThrow(/priority/);
  });
});
