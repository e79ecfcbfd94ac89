import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { TaskSignal } from '@anton/contracts';
import { MetricsRegistry } from '@anton/platform';

/**
 * What a signal did: it `ended` a task, was `noted` by a running one, found none and is `remembered`, or had been taken
 * before (`repeated`).
 */
export type SignalEffect = 'ended' | 'noted' | 'remembered' | 'repeated';

/** What became of signals. */
@Injectable()
export class SignalMetrics {
  private readonly signals: Counter<'source' | 'kind' | 'effect'>;

  constructor({ registry }: MetricsRegistry) {
    this.signals = new Counter({
      name: 'anton_signals_total',
      help: 'Signals by source, kind and by what they did to tasks',
      labelNames: ['source', 'kind', 'effect'],
      registers: [registry],
    });
  }

  count({ source, kind }: TaskSignal, effect: SignalEffect): void {
    this.signals.inc({ source: source.toLowerCase(), kind, effect });
  }
}
