import type { EgressHost } from '@anton/contracts';

/** What the parts of this application work with. */
export interface EgressOptions {
  readonly host: string;
  readonly port: number;
  readonly agentHosts: readonly EgressHost[];
  readonly mayBePrivate: readonly EgressHost[];
  readonly hostsFile: string;
  readonly drainSeconds: number;
  /** The password as it is now: a Secret that is mounted changes. @throws BadEnvironmentError */
  readonly password: () => string;
}

export const EGRESS_OPTIONS = Symbol.for('anton.egress-options');
