import type { LifeCycleEvent } from '@anton/contracts';
import { blockedWords } from '@anton/egress';
import type { RunRecord, SpendRecord, TaskIntent, TaskRecord } from '@anton/ledger';
import { plain } from './plain-text';
import { shortTime, terminalWidth } from './terminal';
import { wrapped } from './wrapped';

/** The file that tells what one attempt did. */
export interface RunTrajectory {
  readonly attempt: number;
  readonly path: string;
}

/** A task with everything the ledger knows of it. */
export interface TaskDetails extends TaskRecord {
  readonly runs: readonly RunRecord[];
  readonly events: readonly LifeCycleEvent[];
  readonly spend: readonly SpendRecord[];
  readonly intents: readonly TaskIntent[];
  /** The files in which runs are recorded, where they are on this machine. */
  readonly trajectories: readonly RunTrajectory[];
}

const LABEL = 9;
const INDENT = ' '.repeat(4);
const MINUTE_MS = 60_000;
/** Of a sender's or a run's text, in characters. */
const MAX_TEXT = 600;
/** PATH_MAX of Linux. */
const MAX_PATH = 4_096;

/** `name:   text`, wrapped below itself. */
function fact(name: string, text: string): string {
  const label = `${name}:`.padEnd(LABEL);
  return `${label}${wrapped(plain(text, MAX_TEXT), terminalWidth(), ' '.repeat(LABEL))}`;
}

function below(text: string): string {
  return `${INDENT}${wrapped(plain(text, MAX_TEXT), terminalWidth(), INDENT)}`;
}

/** The event, and its reason below it: reasons are sentences. */
function eventLines(event: LifeCycleEvent): string[] {
  const subject = event.type === 'task' ? 'task ' : `run ${event.attempt}`;
  const outcome = event.type === 'task' && event.outcome !== null ? ` (${event.outcome})` : '';
  const from = event.from === null || event.from === event.to ? '' : `${event.from} → `;
  const time = `${shortTime(event.at)}${event.at.slice(16, 19)}`;
  const line = `  ${time}  ${subject}  ${from}${event.to}${outcome}`;
  return event.reason === null ? [line] : [line, below(event.reason)];
}

/** The file stands on a line of its own, whole, so that it can be copied. */
function runLines(
  run: RunRecord,
  trajectories: readonly RunTrajectory[],
  route: TaskRecord['route'],
): string[] {
  const minutes = Math.round((Date.parse(run.updatedAt) - Date.parse(run.createdAt)) / MINUTE_MS);
  const usd = run.report?.cost.usd;
  const facts = [
    run.report?.status ?? run.state,
    `since ${shortTime(run.createdAt)}`,
    ...(run.state === 'settled' ? [minutes < 1 ? 'under a minute' : `${minutes} min`] : []),
    ...(typeof usd === 'number' ? [`$${usd.toFixed(2)}`] : []),
  ];
  const request = run.report?.pullRequest ?? null;
  const line = `  attempt ${run.attempt}: ${facts.join(', ')}`;
  const refused = blockedWords(run.report?.blocked ?? [], {
    template: route?.template ?? '',
    egress: route?.egress ?? [],
  });
  const recorded = trajectories.filter(({ attempt }) => attempt === run.attempt);
  return [
    line,
    ...(request === null ? [] : [below(`${request.url}${request.draft ? ' (draft)' : ''}`)]),
    ...(refused === '' ? [] : [below(refused)]),
    ...recorded.map(({ path }) => `${INDENT}anton replay ${plain(path, MAX_PATH)}`),
  ];
}

function routeFact(route: TaskRecord['route']): string[] {
  if (route === null) return [];
  const { verdict, repository, template, complexity, risk, autonomy, decidedBy } = route;
  const place = `${repository?.id ?? 'no repository'}, ${template ?? 'no template'}`;
  return [
    fact(
      'route',
      `${verdict}, ${place}, ${complexity}, risk ${risk}, ${autonomy}, decided by ${decidedBy.kind}`,
    ),
  ];
}

const openFacts = (intents: readonly TaskIntent[]): string[] =>
  intents
    .filter(({ answer }) => answer === null)
    .map(({ kind, by, askedAt }) =>
      fact('asked', `${kind}, by ${by}, ${shortTime(askedAt)}; not acted on yet`),
    );

/** One task as text for a terminal. */
export function taskDetails(details: TaskDetails): string {
  const { task, state, outcome, reason, route, prunedAt, runs, events, spend, intents, trajectories } =
    details;
  const usd = spend.reduce((sum, item) => sum + (item.usd ?? 0), 0);
  const budget = route === null ? '' : ` of $${route.limits.costUsd.toFixed(2)} for its runs`;
  const lines = [
    `${task.taskId}  ${task.priority}  ${state}${outcome === null ? '' : ` (${outcome})`}`,
    wrapped(plain(task.title, MAX_TEXT), terminalWidth(), ''),
    ...(task.externalUrl ? [plain(task.externalUrl, MAX_TEXT)] : []),
    '',
    ...(reason === null ? [] : [fact('reason', reason)]),
    ...routeFact(route),
    ...(prunedAt === undefined ? [] : [fact('pruned', `${shortTime(prunedAt)}; only this is kept`)]),
    ...openFacts(intents),
    fact('spent', `$${usd.toFixed(2)}${budget}`),
    ...(runs.length === 0
      ? []
      : ['', 'runs (UTC)', ...runs.flatMap((run) => runLines(run, trajectories, route))]),
    '',
    'events (UTC)',
    ...events.flatMap(eventLines),
  ];
  return `${lines.join('\n')}\n`;
}
