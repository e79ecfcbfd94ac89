import type { ModelRole } from '../roles/model-roles';
import type { RetryOptions } from '../retry/retry-options';

/** How to reach a vendor. */
export interface ModelClientOptions {
  readonly apiKey: string;
  /** The vendor's public address unless given. */
  readonly baseUrl?: string | undefined;
  readonly retry?: Partial<RetryOptions>;
  /** Asked instead after four overloaded answers (529, 503) in a row. */
  readonly fallbackModel?: string;
}

/** What a vendor's module takes: the options, and the roles its client answers for. */
export type ModelModuleOptions<Options extends ModelClientOptions = ModelClientOptions> = Options & {
  readonly bind: readonly ModelRole[];
};
