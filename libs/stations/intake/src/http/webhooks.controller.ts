import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { isTracing, withSpan } from '@anton/platform';
import type { IntakeAnswer } from '../intake-answer';
import { IntakeService } from '../intake.service';
import { admissionOf, deliveryOf, sourceOf, type DeliveryRequest } from './delivery-request';
import { SignatureGuard } from './signature.guard';
import { sentTraceparent } from './traceparent';

/** `POST /webhooks/{source}`: 202 accepted or parked, 200 ignored (architecture 5.2). */
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly intake: IntakeService) {}

  @Post([':source', 'generic/:name'])
  @UseGuards(SignatureGuard)
  async receive(@Req() request: DeliveryRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = isTracing() ? await this.traced(request) : await this.take(request);
    admissionOf(request)?.memory.release();
    await reply.status(answer.status === 'ignored' ? 200 : 202).send(answer);
  }

  private take(request: DeliveryRequest): Promise<IntakeAnswer> {
    return this.intake.take(sourceOf(request) ?? '', deliveryOf(request));
  }

  /** Begins behind the guard: only an authentic sender's trace is gone on with. */
  private traced(request: DeliveryRequest): Promise<IntakeAnswer> {
    const start = {
      name: 'POST /webhooks/{source}',
      kind: 'server',
      parent: sentTraceparent(deliveryOf(request).headers),
      attributes: { 'http.request.method': 'POST', 'anton.source': sourceOf(request) },
    } as const;
    return withSpan(start, async (span) => {
      const answer = await this.take(request);
      span.set({
        'anton.result': answer.status,
        ...('taskId' in answer ? { 'anton.task_id': answer.taskId } : {}),
      });
      return answer;
    });
  }
}
