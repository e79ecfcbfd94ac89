import type { Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { BodyMemory } from '../body/body-memory';
import { ConnectionGate } from './connections/connection-gate';
import { DeliveryDoor } from './delivery-door';
import { Drain } from './drain';
import { Clients } from './limits/clients';
import { DeliveryLimits } from './limits/delivery-limits';
import { IntakeLimits } from './limits/intake-limits';
import { LimitMetrics } from './limits/limit-metrics';
import { SourceRates } from './limits/source-rates';
import { ProblemFilter } from './problem.filter';
import { SignatureGuard } from './signature.guard';

/** What receives deliveries over HTTP, within `limits`. */
export function httpProviders(limits: IntakeLimits): Provider[] {
  return [
    { provide: IntakeLimits, useValue: limits },
    { provide: APP_FILTER, useClass: ProblemFilter },
    BodyMemory,
    Clients,
    ConnectionGate,
    DeliveryDoor,
    DeliveryLimits,
    Drain,
    LimitMetrics,
    SignatureGuard,
    SourceRates,
  ];
}
