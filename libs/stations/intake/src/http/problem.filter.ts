import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { isAntonError } from '@anton/contracts';

/** Seconds after which a sender may try again. */
const RETRY_AFTER = '5';

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (isAntonError(error) && error.category === 'outage') return 503;
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** Every error as `application/problem+json` (RFC 9457): its status and the status's own words, nothing of the input. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    if (status >= 500) this.logger.error(error instanceof Error ? error : new Error(String(error)));
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (status === 503) void reply.header('retry-after', RETRY_AFTER);
    // What is left of the body is not read: the connection cannot be used again.
    if (status === 413) void reply.header('connection', 'close');
    void reply
      .status(status)
      .type('application/problem+json')
      .send(JSON.stringify(problemOf(status)));
  }
}

/** The body of a problem: the same for every error of one status. */
function problemOf(status: number): {
  readonly type: string;
  readonly title: string;
  readonly status: number;
} {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status };
}
