import { BadRequestException, Controller, Get, Ip, Query } from '@nestjs/common';
import { BlockedHosts, type BlockedHost } from '@anton/egress';

/** Tells a Pod what itself was refused, and nothing of any other. */
@Controller('blocked')
export class BlockedController {
  constructor(private readonly blocked: BlockedHosts) {}

  /** `since`: milliseconds since 1970, default 0. */
  @Get()
  of(@Ip() client: string, @Query('since') since = '0'): { readonly hosts: readonly BlockedHost[] } {
    if (!/^\d{1,16}$/.test(since)) throw new BadRequestException('since must be milliseconds since 1970');
    return { hosts: this.blocked.of(client, Number(since)) };
  }
}
