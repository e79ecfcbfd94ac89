import type { Updateable } from 'kysely';
import type { RunTransition, TaskTransition } from '../../ledger.port';
import { stays } from '../../transitions';
import type { RunsTable, TasksTable } from './ledger.schema';

/** What a transition leaves in a column: what is given, else nothing, or what was there when it only stays. */
function kept<T>(value: T | undefined, transition: { from: string; to: string }): T | null | undefined {
  return value === undefined && !stays(transition) ? null : value;
}

/** What a transition changes in its task, at `now`, ISO 8601. */
export function taskChange(transition: TaskTransition, now: string): Updateable<TasksTable> {
  const { from, to, route, task, notBefore } = transition;
  return {
    state: to,
    reason: kept(transition.reason, transition),
    outcome: transition.outcome ?? null,
    not_before: kept(notBefore instanceof Date ? notBefore.toISOString() : notBefore, transition),
    route: route === undefined || route === null ? route : JSON.stringify(route),
    task: task === undefined ? undefined : JSON.stringify(task),
    updated_at: now,
    reopened_at: from === 'settled' ? now : undefined,
  };
}

/** What a transition changes in its run, at `now`, ISO 8601. */
export function runChange(transition: RunTransition, now: string): Updateable<RunsTable> {
  const { to, handle, report } = transition;
  return {
    state: to,
    reason: kept(transition.reason, transition),
    handle,
    report: report === undefined ? undefined : JSON.stringify(report),
    updated_at: now,
  };
}

/** False for one that only stores something: no event is told then. */
export function saysSomething(transition: { from: string; to: string; reason?: string | null }): boolean {
  return !stays(transition) || (transition.reason ?? null) !== null;
}
