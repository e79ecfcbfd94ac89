import { Injectable, Logger } from '@nestjs/common';
import type { TaskSignal } from '@anton/contracts';
import { TaskSignals } from '@anton/dispatcher';
import type { SignalRecording } from '@anton/ledger';
import { SignalMetrics, type SignalEffect } from '../metrics/signal-metrics';

function effectOf({ isNew, tasks }: SignalRecording): SignalEffect {
  if (!isNew) return 'repeated';
  if (tasks.some(({ transition }) => transition.to === 'settled')) return 'ended';
  return tasks.length > 0 ? 'noted' : 'remembered';
}

/** Takes one signal and says what came of it. */
@Injectable()
export class SignalDesk {
  private readonly logger = new Logger(SignalDesk.name);

  constructor(
    private readonly signals: TaskSignals,
    private readonly metrics: SignalMetrics,
  ) {}

  async take(signal: TaskSignal): Promise<void> {
    const recording = await this.signals.take(signal);
    const effect = effectOf(recording);
    this.metrics.count(signal, effect);
    const tasks = recording.tasks.map(({ task }) => task.taskId).join(', ');
    this.logger.log(`signal ${signal.kind} of ${signal.source}: ${effect}${tasks === '' ? '' : ` ${tasks}`}`);
  }
}
