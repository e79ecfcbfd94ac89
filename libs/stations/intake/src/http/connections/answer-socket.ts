import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_TYPE, problemText, RETRY_AFTER } from '../problem';
import { SECURITY_HEADERS } from '../security-headers';

/** How long a sender gets to read the answer before the connection is cut, whatever it still sends. */
const LINGER_MS = 1_000;

function answerOf(status: number): string {
  const body = problemText(status);
  const headers = {
    ...SECURITY_HEADERS,
    ...(status === 503 ? { 'retry-after': RETRY_AFTER } : {}),
    'content-type': PROBLEM_TYPE,
    'content-length': body.length,
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * Answers on the socket itself, for what never became a request, and ends the connection: at the latest after
 * {@link LINGER_MS}. Closed at once it would be reset while the sender still sends, and the answer lost.
 */
export function answerSocket(socket: Socket, status: number): void {
  if (!socket.writable) return void socket.destroy();
  if (hasAnswered(socket)) socket.end();
  else socket.end(answerOf(status));
  socket.resume();
  setTimeout(() => socket.destroy(), LINGER_MS).unref();
}

/** Node notes there which answer it is about to send; one that has begun is not interrupted by another. */
function hasAnswered(socket: Socket & { _httpMessage?: { readonly headersSent: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
