import { isAntonError } from '@anton/contracts';
import { DatabaseDownError, type DatabaseFailure } from '../../errors/database.errors';

/**
 * SQLSTATEs that mean "not now", the longest prefix first
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const STATES: readonly (readonly [string, DatabaseFailure])[] = [
  ['25006', 'database_read_only'],
  ['25P03', 'database_unreachable'], // idle in a transaction for too long: the server has closed the connection
  ['3D000', 'database_refused'],
  ['42501', 'database_refused'],
  ['40001', 'database_busy'],
  ['40P01', 'database_busy'],
  ['53100', 'database_full'],
  ['53200', 'database_busy'],
  ['53300', 'database_too_many_connections'],
  ['55P03', 'database_busy'],
  ['57014', 'database_busy'],
  ['57P0', 'database_unreachable'],
  ['08', 'database_unreachable'],
  ['28', 'database_refused'],
  ['58', 'database_unreachable'],
  ['XX', 'database_corrupt'],
];

/** Errors of sockets and of name resolution (`man 3 errno`, `man 3 getaddrinfo`). */
const NETWORK = /^(?:E(?:CONN|HOST|NET|ADDR|PIPE|TIMEDOUT|AI_|NOTFOUND|NOENT|ACCES)|UND_)/;
/** What pg says without a code: of a connection that was lost, and of a server that does not answer. */
const LOST =
  /^(?:Connection terminated|Query read timeout|timeout exceeded|timeout expired|Client (?:has encountered|was closed))/i;

function failureOf(error: Error): DatabaseFailure | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const state = 'severity' in error ? STATES.find(([prefix]) => code.startsWith(prefix)) : undefined;
  if (state !== undefined) return state[1];
  return NETWORK.test(code) || LOST.test(error.message) ? 'database_unreachable' : undefined;
}

/** Turns an error of pg into a {@link DatabaseDownError}; every other error comes back as it is. */
export function postgresFailure(error: unknown, where: string): unknown {
  if (!(error instanceof Error) || isAntonError(error)) return error;
  const failure = failureOf(error);
  return failure === undefined ? error : new DatabaseDownError(failure, where, error);
}

/** Like {@link postgresFailure} for an attempt to connect: whatever else is wrong, the server was not reached. */
export function connectFailure(error: unknown, where: string): unknown {
  const failure = postgresFailure(error, where);
  if (isAntonError(failure)) return failure;
  return new DatabaseDownError('database_unreachable', where, error);
}

/** True when the connection that failed so must not be used again, or leads to a server that takes no writes. */
export function isEndOfConnection(error: unknown): boolean {
  return isAntonError(error) && ['database_unreachable', 'database_read_only'].includes(error.code);
}
