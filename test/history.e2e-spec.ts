import { describe, expect, it } from 'vitest';
import { checkHistory, faultsOf } from './support/history/check-history';
import type { HistoryEntry, RequestEntry } from './support/history/history-entry';
import { verdictLine } from './support/history/verdict-line';

function request(event: string, answer: Partial<RequestEntry>): RequestEntry {
  const base = { source: 'sonar', at: 1_000, ms: 10, status: null, taskId: null, error: null };
  return { kind: 'request', event, ...base, ...answer };
}
const accepted = (event: string): RequestEntry => request(event, { status: 202, taskId: `task-${event}` });
const task = (event: string, taskId = `task-${event}`): HistoryEntry => ({ kind: 'task', taskId, event });

describe('the checker of histories', () => {
  it('finds nothing in a good one', () => {
    const verdict = checkHistory([accepted('a'), accepted('b'), task('b'), task('a')]);
    expect(faultsOf(verdict)).toEqual({});
    expect(verdictLine(verdict)).toBe(
      '2 webhooks, 2 accepted, 0 unavailable, 0 unreachable, 2 tasks, lost 0 (0), duplicated 0 (0), unexpected 0 (0), recovered 0 (0), refused 0, late 0, unanswered 0',
    );
  });

  it.each<[keyof ReturnType<typeof checkHistory>, readonly HistoryEntry[]]>([
    ['lost', [accepted('x')]],
    ['lost', [request('x', { status: 202, taskId: 'promised' }), task('x', 'another')]],
    ['lost', [request('x', { status: 200 }), task('x')]],
    ['duplicated', [accepted('x'), task('x'), task('x')]],
    ['duplicated', [accepted('x'), task('x'), task('x', 'another')]],
    ['unexpected', [task('x')]],
    ['recovered', [request('x', { status: 503 }), task('x')]],
    ['refused', [request('x', { status: 500 })]],
    ['late', [request('x', { status: 503, ms: 6_001 })]],
    ['unanswered', [request('x', { error: 'ECONNRESET' })]],
    ['unanswered', [request('x', {}), { kind: 'fault', victim: 'broker', at: 0, until: 9_000 }]],
    ['unanswered', [request('x', {}), { kind: 'fault', victim: 'ingester', at: 1_011, until: 9_000 }]],
    ['unreachable', [request('x', {}), { kind: 'fault', victim: 'ingester', at: 1_005, until: 9_000 }]],
  ])('finds what is %s', (what, entries) => {
    const verdict = checkHistory(entries);
    expect(verdict[what]).toEqual(['x']);
    const isAllowed = what === 'recovered' || what === 'unreachable';
    expect(faultsOf(verdict)[what]).toBe(isAllowed ? undefined : 1);
  });
});
