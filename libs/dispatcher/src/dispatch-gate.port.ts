import { Injectable } from '@nestjs/common';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import { createNamedDecorator, NamedRegistry } from '@anton/platform';

const KEY = 'anton:dispatch-gate';

/** Registers a class as a gate; lower `order` is asked first. Anton's own gates use 100 to 900. */
export const DispatchGateProvider = createNamedDecorator(KEY);

/** A run that is on its way. */
export interface ActiveRun {
  readonly taskId: string;
  readonly correlationKey: string;
  readonly repositoryId: string;
  readonly template: string;
  /** US dollars it may still cost at most: the limit of its route. */
  readonly reservedUsd: number;
  readonly startedAt: Date;
}

/** What a gate may look at. */
export interface GateContext {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly active: readonly ActiveRun[];
  readonly now: Date;
}

/** `reason` is shown to the operator. `wait` asks again later; `refuse` settles the task with the status `policy`. */
export type GateAnswer =
  | { readonly kind: 'admit' }
  | { readonly kind: 'wait'; readonly reason: string; readonly retryAfterMs?: number }
  | { readonly kind: 'refuse'; readonly reason: string };

/** Decides whether a routed task may start now. The first answer that is not `admit` counts. */
export abstract class DispatchGate {
  abstract check(context: GateContext): Promise<GateAnswer>;
}

@Injectable()
export class DispatchGateRegistry extends NamedRegistry<DispatchGate> {
  protected override readonly key = KEY;
  protected override readonly kind = 'dispatch gate';
}
