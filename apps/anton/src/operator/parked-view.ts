import { isUtf8 } from 'node:buffer';
import type { ParkedDelivery } from '@anton/queue';
import { plain } from './plain-text';
import { listed, type ReplayedDelivery, type ReplaySummary } from './replay-parked';
import { explained } from './stopped-view';
import { shortTime, terminalWidth } from './terminal';

const rest = (head: string, text: string): string =>
  `${head}${plain(text, Math.max(20, terminalWidth() - head.length))}`;

/** One parked delivery as a line of a table whose heads are {@link PARKED_HEADS}. */
export function parkedLine(parked: ParkedDelivery, place: number): string {
  const { source, receivedAt, bytes } = listed(parked, place);
  const head = `${String(place).padStart(4)}  ${shortTime(receivedAt).padEnd(12)}  ${source.padEnd(12)}  ${String(bytes).padStart(7)}  `;
  return rest(head, parked.reason);
}

export const PARKED_HEADS = '   #  RECEIVED UTC  SOURCE          BYTES  REASON';

/** One parked delivery as JSON. */
export function parkedJson(parked: ParkedDelivery, place: number): string {
  return JSON.stringify({ ...listed(parked, place), reason: parked.reason });
}

/** One parked delivery with its headers and its body: as text when it is UTF-8, else as base64. */
export function shownJson(parked: ParkedDelivery, place: number): string {
  const { rawBody, reason, headers } = parked;
  const body = isUtf8(rawBody) ? { body: rawBody.toString('utf8') } : { base64: rawBody.toString('base64') };
  return JSON.stringify({ ...listed(parked, place), reason, headers, ...body });
}

/** What became of one, as a line. */
export function replayedLine(replayed: ReplayedDelivery): string {
  const head = `${String(replayed.place).padStart(4)}  ${replayed.source.padEnd(12)}  ${replayed.status.padEnd(8)}  `;
  return replayed.status === 'accepted' ? `${head}${replayed.id}` : rest(head, replayed.reason);
}

/** How a replay went, in one sentence. */
export function summaryText({ accepted, ignored, kept }: ReplaySummary, isDryRun: boolean): string {
  if (accepted + ignored + kept === 0)
    return 'nothing was replayed: nothing is parked, or not of this source';
  const done = isDryRun ? 'would be' : 'were';
  const stay = kept === 0 ? '' : `; ${kept} cannot be read and stay${kept === 1 ? 's' : ''} parked`;
  return `${accepted} ${done} accepted, ${ignored} ${done} ignored${stay}`;
}

/** The last line of a replay in JSON. */
export function summaryJson({ stoppedBy, ...counts }: ReplaySummary, isDryRun: boolean): string {
  const stopped = stoppedBy === null ? null : explained(stoppedBy);
  return JSON.stringify({ summary: counts, dryRun: isDryRun, stopped });
}
