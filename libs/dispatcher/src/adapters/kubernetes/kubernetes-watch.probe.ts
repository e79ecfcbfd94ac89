import { Injectable } from '@nestjs/common';
import { HealthProbe, HealthProbeProvider, type ProbeResult } from '@anton/platform';
import { KubernetesExecutor } from './kubernetes-executor';

/** How old the last sign of life of the watch may be. */
const MAX_AGE_MS = 5 * 60_000;

/** Ready only while the watch of Jobs and Pods is whole, or was a short time ago. */
@HealthProbeProvider('kubernetes')
@Injectable()
export class KubernetesWatchProbe extends HealthProbe {
  constructor(private readonly executor: KubernetesExecutor) {
    super();
  }

  override async check(): Promise<ProbeResult> {
    const at = this.executor.lastSyncedAt;
    if (at === null) return { up: false, detail: 'no list of Jobs and Pods yet' };
    const age = Date.now() - at.getTime();
    return age < MAX_AGE_MS
      ? { up: true }
      : { up: false, detail: `no sign of the watch for ${Math.round(age / 1000)} s` };
  }
}
