import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { ACCESS_RESULTS, accessResult } from '@anton/egress';
import { MetricsRegistry } from '@anton/platform';

/** Requests by how they ended. Hosts are no label: whoever asks could make as many series as it likes. */
@Injectable()
export class AccessMetrics {
  private readonly requests: Counter<'result'>;

  constructor({ registry }: MetricsRegistry) {
    this.requests = new Counter({
      name: 'anton_egress_requests_total',
      help: 'Requests of runs to the proxy, by how they ended',
      labelNames: ['result'],
      registers: [registry],
    });
    for (const result of ACCESS_RESULTS) this.requests.inc({ result }, 0);
  }

  /** One line of Squid's access log. */
  count(line: string): void {
    const result = accessResult(line);
    if (result !== null) this.requests.inc({ result });
  }
}
