import { Injectable } from '@nestjs/common';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';
import { TaskQueue } from '@anton/queue';

/** Ready while a publish would be accepted. */
@Injectable()
@HealthProbeProvider('queue')
export class QueueProbe extends HealthProbe {
  constructor(private readonly queue: TaskQueue) {
    super();
  }

  async check(): Promise<ProbeResult> {
    await this.queue.probe();
    return { up: true };
  }
}
