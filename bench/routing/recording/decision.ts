import type { RouteDecision } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';

/** What the router made of one task. `spend` is null when no model was asked. */
export interface Decision {
  readonly id: string;
  readonly route: RouteDecision;
  readonly spend: SpendRecord | null;
  /** Of the model; two when its first answer could not be used. */
  readonly calls: number;
  readonly ms: number;
}
