import { Controller, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { IntakeService } from '../intake.service';
import { admissionOf, deliveryOf, sourceOf, type DeliveryRequest } from './delivery-request';
import { SignatureGuard } from './signature.guard';

/** `POST /webhooks/{source}`: 202 accepted or parked, 200 ignored (architecture 5.2). */
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly intake: IntakeService) {}

  @Post([':source', 'generic/:name'])
  @UseGuards(SignatureGuard)
  async receive(@Req() request: DeliveryRequest, @Res() reply: FastifyReply): Promise<void> {
    const answer = await this.intake.take(sourceOf(request) ?? '', deliveryOf(request));
    admissionOf(request)?.memory.release();
    await reply.status(answer.status === 'ignored' ? 200 : 202).send(answer);
  }
}
