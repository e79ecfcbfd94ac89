import type { ModuleMetadata } from '@nestjs/common';
import type { DispatcherOptions } from '@anton/dispatcher';

type Imports = NonNullable<ModuleMetadata['imports']>;

/** What the station needs. */
export interface OrchestrationOptions extends DispatcherOptions {
  /** Modules that provide the queue with its server, the ledger, the catalog, the router and the executor. */
  readonly imports: Imports;
  /** Modules of a team: more executors and gates. */
  readonly extensions?: Imports;
  /** Tasks that are accepted, being routed or waiting, at which consuming pauses (ANTON_MAX_WAITING). */
  readonly maxWaiting: number;
  /** Days for which the ledger keeps tasks whole after their end (ANTON_LEDGER_RETENTION_DAYS). Default 30. */
  readonly ledgerRetentionDays?: number;
  /** How often the ledger is looked at without a change. Default 1 s. */
  readonly tickMs?: number;
  /** Waits of the router's pause when its model is down, in milliseconds, first and longest. Default 2 s to 5 min. */
  readonly routerPauseMs?: { readonly first: number; readonly longest: number };
}

/** DI token of {@link OrchestrationOptions}. */
export const ORCHESTRATION_OPTIONS = Symbol('ORCHESTRATION_OPTIONS');

export const DEFAULT_TICK_MS = 1_000;
export const DEFAULT_ROUTER_PAUSE_MS = { first: 2_000, longest: 5 * 60_000 };
