import type { DeadLetter } from '@anton/queue';
import { listedLetter } from './listed-letter';
import { plain } from './plain-text';
import type { LettersReplayed, ReplayedLetter } from './replay-dead-letters';
import { explained } from './stopped-view';
import { shortTime, terminalWidth } from './terminal';

export const DEAD_LETTER_HEADS = '   #  DIED UTC     TRIES  WHAT';
const INDENT = ' '.repeat(6);

const fitted = (head: string, text: string): string =>
  `${head}${plain(text, Math.max(20, terminalWidth() - head.length))}`;

/** One dead letter as two lines of a table whose heads are {@link DEAD_LETTER_HEADS}: which one, and why. */
export function deadLetterLines(letter: DeadLetter, place: number): string {
  const { attempts, id, category, lastFailure, diedAt } = letter;
  const when = shortTime(diedAt.toISOString());
  const head = `${String(place).padStart(4)}  ${when}  ${String(attempts).padStart(5)}  `;
  return `${fitted(head, id)}\n${fitted(INDENT, `${category}: ${lastFailure.message}`)}`;
}

/** One dead letter as JSON, without its body. */
export function deadLetterJson(letter: DeadLetter, place: number): string {
  const { firstFailure, lastFailure } = letter;
  return JSON.stringify({ ...listedLetter(letter, place), firstFailure, lastFailure });
}

/** One dead letter as JSON, whole. */
export function shownLetterJson(letter: DeadLetter, place: number): string {
  const { firstFailure, lastFailure, traceparent = null, body } = letter;
  return JSON.stringify({ ...listedLetter(letter, place), firstFailure, lastFailure, traceparent, body });
}

function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** One dead letter for a person: what is known of it, and its body. */
export function shownLetterText(letter: DeadLetter, place: number): string {
  const { id, source, routingKey, attempts, publishedAt, diedAt, bytes } = listedLetter(letter, place);
  const { firstFailure, lastFailure, traceparent, body } = letter;
  const failure = ({ code, message }: DeadLetter['lastFailure']): string =>
    plain(`${code}: ${message}`, 2_100);
  const facts: readonly (readonly [string, string | null | undefined])[] = [
    ['id', plain(id, 200)],
    ['source', source === null ? null : plain(source, 200)],
    ['routing key', routingKey === null ? 'unknown, it cannot be replayed' : plain(routingKey, 200)],
    ['published', publishedAt],
    ['died', `${diedAt}, after ${attempts} attempt${attempts === 1 ? '' : 's'}`],
    ['failure', failure(lastFailure)],
    ['first failure', attempts > 1 ? failure(firstFailure) : null],
    ['traceparent', traceparent === undefined ? null : plain(traceparent, 100)],
    ['body', `${bytes} bytes`],
  ];
  const lines = facts.flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(15)}${value}`] : []));
  const shown = laidOut(body)
    .split('\n')
    .map((line) => plain(line, Number.MAX_SAFE_INTEGER));
  return [...lines, '', ...shown].join('\n');
}

/** What became of one, as a line. */
export function replayedLetterLine(replayed: ReplayedLetter): string {
  const head = `${String(replayed.place).padStart(4)}  ${replayed.status.padEnd(8)}  `;
  return fitted(head, replayed.status === 'kept' ? `${replayed.id}: ${replayed.reason}` : replayed.id);
}

/** How a replay went, in one sentence. */
export function replaySummaryText({ replayed, kept }: LettersReplayed, isDryRun: boolean): string {
  if (replayed + kept === 0) return 'nothing was replayed: no dead letter, or none that fits';
  const done = isDryRun ? 'would be replayed' : replayed === 1 ? 'was replayed' : 'were replayed';
  const stay =
    kept === 0 ? '' : `; ${kept} lead${kept === 1 ? 's' : ''} nowhere and stay${kept === 1 ? 's' : ''}`;
  return `${replayed} ${done}${stay}`;
}

/** The last line of a replay in JSON. */
export function replaySummaryJson({ stoppedBy, ...counts }: LettersReplayed, isDryRun: boolean): string {
  const stopped = stoppedBy === null ? null : explained(stoppedBy);
  return JSON.stringify({ summary: counts, dryRun: isDryRun, stopped });
}
