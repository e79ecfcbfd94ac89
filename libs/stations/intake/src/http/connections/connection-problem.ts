import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply } from 'fastify';
import { answerSocket } from './answer-socket';
import { PROBLEM_TYPE, problemText } from '../problem';
import { SECURITY_HEADERS } from '../security-headers';

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Answers what is no HTTP, or came too slowly, and ends the connection. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET') return void socket.destroy();
  answerSocket(socket, STATUS_OF_CODE[error.code ?? ''] ?? 400);
}

/** Answers an address that fits no route, for which no hook and no filter is asked. A source's name is never that long. */
export function refuseAddress(error: FastifyError, reply: FastifyReply): void {
  const status = error.code === 'FST_ERR_BAD_URL' ? 400 : 404;
  void reply.headers(SECURITY_HEADERS).status(status).type(PROBLEM_TYPE).send(problemText(status));
}
