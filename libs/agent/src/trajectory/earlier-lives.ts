import { stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { AgentTask, RouteDecision, RunReport } from '@anton/contracts';
import { redactedCopy, type Redactor } from '@anton/platform';
import { Journal, type KnownAnswer } from './journal';
import { effectiveEvents, readTrajectoryLines } from './read-trajectory';
import type { TrajectoryStart } from './trajectory';
import { BadTrajectoryError } from './trajectory.errors';
import type { EventOf, TrajectoryEvent } from './trajectory-event';

/** The run that is about to begin, as its first event would say. */
export type RunIdentity = Pick<EventOf<'run_started'>, 'task' | 'route' | 'priceTable' | 'versions'>;

/** What a run has spent before this life of it. */
interface EarlierSpending {
  /** Milliseconds in which it lived. */
  readonly spentMs: number;
  /** Answers that are paid for and not used again. */
  readonly lost: readonly KnownAnswer[];
}

/**
 * What a trajectory file says of earlier lives of a run. `none`: it holds none. `over`: only the report did not get out.
 * `continued`: the journal leads to where the last life was. `anew`: there was one, of which only its spending counts.
 */
export type EarlierLives =
  | { readonly kind: 'none' }
  | { readonly kind: 'over'; readonly report: RunReport }
  | (EarlierSpending & {
      readonly kind: 'continued';
      readonly start: TrajectoryStart;
      /** The last event that counts. */
      readonly from: number;
      readonly checkout: EventOf<'checkout'>;
      /** The tree that the work tree has to be in. */
      readonly treeSha: string;
      /** The commit that the host keeps of it, if this run pushed one. */
      readonly kept: string | null;
    })
  | (EarlierSpending & {
      readonly kind: 'anew';
      readonly start: TrajectoryStart;
      readonly reason: string;
      readonly kept: string | null;
    });

/** Reads what `file` holds of earlier lives of `run`. A file that cannot be read, or of another task, holds none. */
export async function earlierLives(
  file: string,
  run: RunIdentity,
  redactor: Redactor,
): Promise<EarlierLives> {
  const all = await linesOf(file);
  const report = all.findLast((event) => event.type === 'run_ended')?.report;
  const isFinal = all.at(-1)?.type === 'run_ended' && report?.resumable !== true;
  if (isFinal && report?.taskId === run.task.taskId && report.attempt === run.route.attempt)
    return { kind: 'over', report };
  const begun = all.findLastIndex((event) => event.type === 'run_ended' && event.report.resumable !== true);
  const events = all.slice(begun + 1);
  const started = events.findLast((event) => event.type === 'run_started');
  if (started?.task.taskId !== run.task.taskId) return { kind: 'none' };
  return livesOf(all, events, redactedCopy(run, redactor), started);
}

/** {@link EarlierLives} of a run whose repetition went another way; `seq` is the number of its last event. */
export function abandoned(
  lives: Extract<EarlierLives, { kind: 'continued' }>,
  reason: string,
  seq: number,
): Extract<EarlierLives, { kind: 'anew' }> {
  const { spentMs, lost, start, kept } = lives;
  const answers = lives.start.journal.answers();
  return {
    kind: 'anew',
    spentMs,
    lost: [...lost, ...answers],
    kept,
    reason,
    start: { ...start, seq, journal: new Journal() },
  };
}

/** None of what is no regular file: reading a device may never end. */
async function linesOf(file: string): Promise<readonly TrajectoryEvent[]> {
  const found = await stat(file).catch(() => null);
  if (found?.isFile() !== true) return [];
  try {
    return (await readTrajectoryLines(file, 'first')).events;
  } catch (error) {
    if (error instanceof BadTrajectoryError) return [];
    throw error;
  }
}

function livesOf(
  all: readonly TrajectoryEvent[],
  events: readonly TrajectoryEvent[],
  run: RunIdentity,
  started: EventOf<'run_started'>,
): EarlierLives {
  const counted = withoutOpenGate(answered(untilStop(effectiveEvents(events))));
  const checkout = counted.findLast((event) => event.type === 'checkout');
  const treeSha = counted.findLast((event) => event.type === 'change')?.treeSha;
  const reason = differenceOf(run, started) ?? whyNot(events, counted);
  const used = new Set<TrajectoryEvent>(reason === null ? counted : []);
  const spending = {
    spentMs: livedMs(events),
    lost: answersOf(
      events.filter((event) => !used.has(event)),
      events,
    ),
    kept: events.findLast((event) => event.type === 'work_kept')?.sha ?? null,
  };
  const start = {
    seq: Math.max(0, ...all.map(({ seq }) => seq)),
    call: Math.max(0, ...all.map((event) => (event.type === 'model_request' ? event.call : 0))),
  };
  if (reason !== null || checkout === undefined || treeSha === undefined)
    return {
      kind: 'anew',
      ...spending,
      reason: reason ?? 'it had not begun to work',
      start: { ...start, journal: new Journal() },
    };
  return {
    kind: 'continued',
    ...spending,
    from: counted.at(-1)?.seq ?? 0,
    checkout,
    treeSha,
    start: { ...start, journal: new Journal(counted) },
  };
}

/** Why an earlier life was of another run than this one; null when it was not. */
function differenceOf(run: RunIdentity, started: EventOf<'run_started'>): string | null {
  if (!isDeepStrictEqual(taskOf(run.task), taskOf(started.task))) return 'the task is another one';
  if (!isDeepStrictEqual(routeOf(run.route), routeOf(started.route))) return 'the route is another one';
  const { priceTable, versions } = run;
  const before = { priceTable: started.priceTable, versions: started.versions };
  return isDeepStrictEqual({ priceTable, versions }, before) ? null : 'Anton or its Node is another one';
}

/** The trace differs from attempt to attempt, and decides nothing. */
function taskOf({ trace: _trace, ...task }: AgentTask): unknown {
  return JSON.parse(JSON.stringify(task));
}

/** A later attempt of a task goes on with what a lost one left; what it may cost was reckoned again. */
function routeOf({ attempt: _attempt, limits, ...route }: RouteDecision): unknown {
  const { costUsd: _costUsd, ...rest } = limits;
  return JSON.parse(JSON.stringify({ ...route, limits: rest }));
}

/** What came after the order to stop is undone, unless the run was publishing by then. */
function untilStop(events: readonly TrajectoryEvent[]): readonly TrajectoryEvent[] {
  const stop = events.findIndex(({ type }) => type === 'stop_asked');
  const isPublished = events.slice(stop).some(({ type }) => type === 'committed');
  return stop < 0 || isPublished ? events : events.slice(0, stop);
}

/** The events up to the first thing of which it is not known how it ended. */
function answered(events: readonly TrajectoryEvent[]): readonly TrajectoryEvent[] {
  const results = new Set(events.flatMap((event) => (event.type === 'tool_result' ? [event.id] : [])));
  const calls = new Set(events.flatMap((event) => (event.type === 'model_response' ? [event.call] : [])));
  const open = events.findIndex(
    (event) =>
      (event.type === 'tool_call' && !results.has(event.id)) ||
      (event.type === 'model_request' && event.role === 'coder' && !calls.has(event.call)),
  );
  return open < 0 ? events : answered(events.slice(0, open));
}

/** Checks that nobody has looked at yet are run again, for the record does not have the names of their tests. */
function withoutOpenGate(events: readonly TrajectoryEvent[]): readonly TrajectoryEvent[] {
  const end = events.findLastIndex(({ type }) => type === 'stretch_ended');
  const after = events.slice(Math.max(0, end));
  const isOpen = !after.some(
    ({ type }) => type === 'review' || type === 'stretch_started' || type === 'committed',
  );
  const gate = after.findIndex(({ type }) => type === 'checks');
  return end < 0 || !isOpen || gate < 0 ? events : events.toSpliced(end + gate, 1);
}

/** Why nothing can be continued; null when it can. */
function whyNot(events: readonly TrajectoryEvent[], counted: readonly TrajectoryEvent[]): string | null {
  if (!counted.some(({ type }) => type === 'stretch_started')) return 'it had not begun to work';
  const isCut = effectiveEvents(events).some(
    (event) => event.type === 'committed' && !counted.includes(event),
  );
  return isCut ? 'it had committed a change after a question without an answer' : null;
}

function answersOf(events: readonly TrajectoryEvent[], all: readonly TrajectoryEvent[]): KnownAnswer[] {
  return events.flatMap((event) => {
    if (event.type !== 'model_response') return [];
    const request = all.find((one) => one.type === 'model_request' && one.call === event.call);
    return request?.type === 'model_request' ? [{ role: request.role, reply: event.reply }] : [];
  });
}

/** How long the lives lasted, from their first to their last event. */
function livedMs(events: readonly TrajectoryEvent[]): number {
  let [total, from, to] = [0, 0, 0];
  for (const event of events) {
    const at = Date.parse(event.at);
    if (event.type === 'run_started' || event.type === 'resumed') {
      total += to - from;
      from = at;
    }
    to = at;
  }
  return total + to - from;
}
