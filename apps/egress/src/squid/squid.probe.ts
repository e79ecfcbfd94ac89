import { once } from 'node:events';
import { connect } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';
import { EGRESS_OPTIONS, type EgressOptions } from '../egress.options';
import { ownAddress } from '../own-address';
import { SquidService } from './squid.service';

const CONNECT_MS = 2_000;

/** Ready only while Squid takes connections. */
@HealthProbeProvider('squid')
@Injectable()
export class SquidProbe extends HealthProbe {
  constructor(
    private readonly squid: SquidService,
    @Inject(EGRESS_OPTIONS) private readonly options: EgressOptions,
  ) {
    super();
  }

  override async check(): Promise<ProbeResult> {
    if (this.squid.pid === undefined) return { up: false, detail: 'Squid is not running' };
    const { host, port } = this.options;
    const socket = connect({ port, host: ownAddress(host), timeout: CONNECT_MS });
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
      return { up: true };
    } catch {
      return { up: false, detail: 'Squid takes no connections' };
    } finally {
      socket.destroy();
    }
  }
}
