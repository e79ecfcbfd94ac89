import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isAntonError } from '@anton/contracts';
import { traceIdOf, withLogFields } from '@anton/platform';
import { DeliveryRefusedError } from './delivery-refused.error';
import { admissionOf } from './delivery-request';
import { PROBLEM_TYPE, problemText, RETRY_AFTER } from './problem';
import { ThrottledLog } from './throttled-log';

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
  private readonly log = new ThrottledLog(new Logger(ProblemFilter.name));

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const status = statusOf(error);
    const request = http.getRequest<FastifyRequest>();
    admissionOf(request)?.memory.release();
    // Fastify closes while the sender still sends: it would see a reset, not the answer. discardBody ends the connection.
    if (error instanceof DeliveryRefusedError) void reply.removeHeader('connection');
    else if (status >= 500) this.tell(request, error instanceof Error ? error : new Error(String(error)));
    if (status === 503) void reply.header('retry-after', RETRY_AFTER);
    void reply.status(status).type(PROBLEM_TYPE).send(problemText(status));
  }

  /** An outage is one line a minute for each kind of error, not one for each delivery. */
  private tell({ headers }: FastifyRequest, error: Error): void {
    const traceId = traceIdOf(String(headers['traceparent']));
    withLogFields(traceId === undefined ? {} : { trace_id: traceId }, () =>
      this.log.error(isAntonError(error) ? error.code : error.name, error),
    );
  }
}
