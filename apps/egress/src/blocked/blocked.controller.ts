import {
  BadRequestException,
  Controller,
  ForbiddenException,
  Get,
  Headers,
  Query,
  Req,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BlockedHosts, CLIENT_HEADER, type BlockedHost } from '@anton/egress';

/** Tells a Pod what itself was refused, and nothing of any other: Squid asks for it, and says who it is. */
@Controller('blocked')
export class BlockedController {
  constructor(private readonly blocked: BlockedHosts) {}

  /** `since`: milliseconds since 1970, default 0. */
  @Get()
  of(
    @Req() { socket }: FastifyRequest,
    @Headers(CLIENT_HEADER) client = '',
    @Query('since') since = '0',
  ): { readonly hosts: readonly BlockedHost[] } {
    const isOwn = socket.remoteAddress === socket.localAddress;
    if (!isOwn || client === '') throw new ForbiddenException('ask through the proxy, as for every host');
    if (!/^\d{1,16}$/.test(since)) throw new BadRequestException('since must be milliseconds since 1970');
    return { hosts: this.blocked.of(client, Number(since)) };
  }
}
