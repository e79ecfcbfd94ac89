import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from '@anton/platform';
import { TaskQueueServer } from '@anton/queue';

/** Messages whose handling failed. */
@Injectable()
export class FailureMetrics {
  constructor({ registry }: MetricsRegistry, server: TaskQueueServer) {
    const failures = new Counter({
      name: 'anton_message_failures_total',
      help: 'Attempts to handle a message that failed: what becomes of it, and the code of the error',
      labelNames: ['outcome', 'category', 'code'],
      registers: [registry],
    });
    server.failures.subscribe(({ kind, failure: { category, code } }) =>
      failures.inc({ outcome: kind, category, code }),
    );
  }
}
