import type { FaultEntry, HistoryEntry, RequestEntry, TaskEntry } from './history-entry';

/** Every answer comes within this: 5 s for the broker's confirm and one for the way. */
const DEADLINE_MS = 6_000;

/** What a history amounts to, in the words of RabbitMQ's Jepsen suite. The lists name events. */
export interface Verdict {
  readonly requests: number;
  readonly accepted: number;
  readonly unavailable: number;
  readonly tasks: number;
  /** Answered 2xx, and the task that was promised is not there. */
  readonly lost: readonly string[];
  /** Two tasks of one event, or one taskId accepted twice. */
  readonly duplicated: readonly string[];
  /** Tasks that no request asked for. */
  readonly unexpected: readonly string[];
  /** Not answered 2xx, and the task is there all the same; allowed. */
  readonly recovered: readonly string[];
  /** Answered with anything but 2xx and 503. */
  readonly refused: readonly string[];
  /** Answered after more than 6 s. */
  readonly late: readonly string[];
  /** Without an answer while the ingester was dead; allowed. */
  readonly unreachable: readonly string[];
  /** Without an answer although the ingester lived. */
  readonly unanswered: readonly string[];
}

const eventOf = ({ event }: RequestEntry): string => event;
const nameOf = ({ event, taskId }: TaskEntry): string => event ?? taskId;
const isAccepted = ({ status }: RequestEntry): boolean => status !== null && status >= 200 && status < 300;

function wasDead(request: RequestEntry, faults: readonly FaultEntry[]): boolean {
  const end = request.at + request.ms;
  return faults.some(({ victim, at, until }) => victim === 'ingester' && request.at <= until && end >= at);
}

function duplicatesAmong(tasks: readonly TaskEntry[]): readonly string[] {
  const seen = new Set<string>();
  const repeated = tasks.filter(({ taskId, event }) => {
    const names = [`task ${taskId}`, ...(event === null ? [] : [`event ${event}`])];
    const isRepeated = names.some((name) => seen.has(name));
    for (const name of names) seen.add(name);
    return isRepeated;
  });
  return repeated.map(nameOf);
}

/** Judges a history after the fact; needs nothing but its entries. */
export function checkHistory(entries: readonly HistoryEntry[]): Verdict {
  const requests = entries.filter((entry) => entry.kind === 'request');
  const tasks = entries.filter((entry) => entry.kind === 'task');
  const faults = entries.filter((entry) => entry.kind === 'fault');
  const taskIds = new Set(tasks.map(({ taskId }) => taskId));
  const events = new Set(requests.map(eventOf));
  const arrived = new Set(tasks.map(({ event }) => event));

  const accepted = requests.filter(isAccepted);
  const others = requests.filter((request) => !isAccepted(request));
  const silent = others.filter(({ status }) => status === null);
  return {
    requests: requests.length,
    accepted: accepted.length,
    unavailable: others.filter(({ status }) => status === 503).length,
    tasks: tasks.length,
    lost: accepted.filter(({ taskId }) => taskId === null || !taskIds.has(taskId)).map(eventOf),
    duplicated: duplicatesAmong(tasks),
    unexpected: tasks.filter(({ event }) => event === null || !events.has(event)).map(nameOf),
    recovered: others.filter(({ event }) => arrived.has(event)).map(eventOf),
    refused: others.filter(({ status }) => status !== null && status !== 503).map(eventOf),
    late: requests.filter(({ status, ms }) => status !== null && ms > DEADLINE_MS).map(eventOf),
    unreachable: silent.filter((request) => wasDead(request, faults)).map(eventOf),
    unanswered: silent.filter((request) => !wasDead(request, faults)).map(eventOf),
  };
}

const FAULTS = ['lost', 'duplicated', 'unexpected', 'refused', 'late', 'unanswered'] as const;

/** How often a verdict finds what must never be; the empty object when it finds nothing. */
export function faultsOf(verdict: Verdict): Readonly<Record<string, number>> {
  const found = FAULTS.filter((fault) => verdict[fault].length > 0);
  return Object.fromEntries(found.map((fault) => [fault, verdict[fault].length]));
}

export function isFaultless(verdict: Verdict): boolean {
  return Object.keys(faultsOf(verdict)).length === 0;
}
