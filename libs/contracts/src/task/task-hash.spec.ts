import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAgentTask } from './agent-task';
import { taskHash } from './task-hash';
import { taskOnTheWire } from './task.fixture';

const hashOf = (fields: Readonly<Record<string, unknown>> = {}): string =>
  taskHash(parseAgentTask(taskOnTheWire(fields)));

describe('taskHash', () => {
  it('never changes for a task: a stored hash of an older version must still compare', () => {
    expect(hashOf()).toBe('95dd8358abd434f74430f8dbee0af30fb9d66fbc452b7500f6924980c1b0f733');
  });

  it('does not depend on when and on which trace the task came', () => {
    const later = { receivedAt: '2027-01-01T00:00:00Z', trace: null };
    expect(hashOf(later)).toBe(hashOf());
  });

  it('does not depend on the order of the fields', () => {
    const entries = Object.entries(taskOnTheWire());
    const shuffled = fc.shuffledSubarray(entries, { minLength: entries.length });
    fc.assert(
      fc.property(shuffled, (order) => {
        expect(taskHash(parseAgentTask(Object.fromEntries(order)))).toBe(hashOf());
      }),
      { numRuns: 20 },
    );
  });

  it('survives the way over the wire', () => {
    const task = parseAgentTask(taskOnTheWire());
    expect(taskHash(parseAgentTask(JSON.parse(JSON.stringify(task))))).toBe(taskHash(task));
  });

  it.each([
    { title: 'another' },
    { labels: ['anton', 'x'] },
    { evidence: { attributes: { tag: ['env:prod', 'team:payments'] } } },
    { logicalKey: 'another' },
    { priority: 'P1' },
  ])('changes with %j', (fields) => {
    expect(hashOf(fields)).not.toBe(hashOf());
  });
});
