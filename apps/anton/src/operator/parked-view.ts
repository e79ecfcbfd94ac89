import { isUtf8 } from 'node:buffer';
import { isAntonError } from '@anton/contracts';
import type { ParkedDelivery } from '@anton/queue';
import { plain } from './plain-text';
import { listed, type ReplayedDelivery, type ReplaySummary } from './replay-parked';

/** Where nothing says how wide the terminal is. */
const WIDTH = 80;

function width(): number {
  return process.stdout.columns ?? WIDTH;
}

/** `11-25 07:58`, in UTC; --json has the whole of it. */
function time(iso: string): string {
  return iso.slice(5, 16).replace('T', ' ');
}

const rest = (head: string, text: string): string =>
  `${head}${plain(text, Math.max(20, width() - head.length))}`;

/** One parked delivery as a line of a table whose heads are {@link PARKED_HEADS}. */
export function parkedLine(parked: ParkedDelivery, place: number): string {
  const { source, receivedAt, bytes } = listed(parked, place);
  const head = `${String(place).padStart(4)}  ${time(receivedAt).padEnd(12)}  ${source.padEnd(12)}  ${String(bytes).padStart(7)}  `;
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

/** What stopped a replay, and what to do. */
export function stoppedText(error: unknown): string {
  const { message, remedy } = explained(error);
  return `stopped: ${message}\n\n${remedy}\nNothing is lost: what is not listed above is still parked. Run the command again.`;
}

/** The last line of a replay in JSON. */
export function summaryJson({ stoppedBy, ...counts }: ReplaySummary, isDryRun: boolean): string {
  const stopped = stoppedBy === null ? null : explained(stoppedBy);
  return JSON.stringify({ summary: counts, dryRun: isDryRun, stopped });
}

function explained(error: unknown): { code: string; message: string; remedy: string } {
  if (isAntonError(error)) return { code: error.code, message: error.message, remedy: error.remedy };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', message, remedy: 'Check the queue with `anton doctor`.' };
}
