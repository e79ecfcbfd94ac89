import { Injectable } from '@nestjs/common';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';
import { TaskQueueServer } from '@anton/queue';

/** Ready only while the queue knows this process as a consumer, also when it takes nothing for the moment. */
@HealthProbeProvider('consumer')
@Injectable()
export class ConsumerProbe extends HealthProbe {
  constructor(private readonly server: TaskQueueServer) {
    super();
  }

  override async check(): Promise<ProbeResult> {
    return this.server.isConsuming ? { up: true } : { up: false, detail: 'no consumer is registered' };
  }
}
