import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isAntonError } from '@anton/contracts';
import { DeliveryRefusedError } from './delivery-refused.error';
import { PROBLEM_TYPE, problemText } from './problem';

/** Seconds after which a sender may try again. */
const RETRY_AFTER = '5';

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (isAntonError(error) && error.category === 'outage') return 503;
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}

/** Every error of a handler as `application/problem+json`: its status and the status's own words. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    if (status >= 500) this.logger.error(error instanceof Error ? error : new Error(String(error)));
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // Fastify closes while the sender still sends: it would see a reset, not the answer. discardBody ends the connection.
    if (error instanceof DeliveryRefusedError) void reply.removeHeader('connection');
    if (status === 503) void reply.header('retry-after', RETRY_AFTER);
    void reply.status(status).type(PROBLEM_TYPE).send(problemText(status));
  }
}
