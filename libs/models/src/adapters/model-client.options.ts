import type { Redactor } from '@anton/platform';
import type { ModelRole } from '../roles/model-roles';
import type { RetryOptions } from '../retry/retry-options';

/** How to reach a vendor. */
export interface ModelClientOptions {
  readonly apiKey: string;
  /** The vendor's public address unless given. */
  readonly baseUrl?: string | undefined;
  readonly retry?: Partial<RetryOptions>;
}

/** What a vendor's module takes: the options, the roles its client answers for, and what keeps secrets from it. */
export type ModelModuleOptions<Options extends ModelClientOptions = ModelClientOptions> = Options & {
  readonly bind: readonly ModelRole[];
  /** Every request passes it on its way out. */
  readonly redactor: Redactor;
};
