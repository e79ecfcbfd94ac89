import { Injectable, Module } from '@nestjs/common';
import {
  defineExtension,
  DispatchGate,
  DispatchGateProvider,
  type GateAnswer,
  type GateContext,
} from '@anton/sdk';

/** Holds back tasks of services that are frozen: their title says so. */
@Injectable()
@DispatchGateProvider('change-freeze', { order: 50 })
export class ChangeFreezeGate extends DispatchGate {
  check({ task }: GateContext): Promise<GateAnswer> {
    const isFrozen = task.title.includes('[frozen]');
    return Promise.resolve(
      isFrozen
        ? { kind: 'wait', reason: 'a change freeze is in force', retryAfterMs: 60_000 }
        : { kind: 'admit' },
    );
  }
}

@Module({ providers: [ChangeFreezeGate] })
export class ChangeFreezeModule {}

export const extension = defineExtension({ orchestrator: [ChangeFreezeModule] });
