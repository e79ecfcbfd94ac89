import { Injectable } from '@nestjs/common';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';
import { TaskQueue } from '@anton/queue';

/** Ready while a canary is confirmed on the way of a task and the orchestrator's queue is there: `probe` proves both. */
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
