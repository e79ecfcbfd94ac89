import type { V1ConfigMap, V1Job } from '@kubernetes/client-node';

/** What the other contender creates as well. */
export interface RunObjectsSample {
  readonly job: V1Job;
  readonly configMap: V1ConfigMap;
}

/** The API server that both contenders use, and what it saw. */
export interface ApiUnderTest {
  /** For the result: which one it is. */
  readonly name: string;
  readonly version: string;
  /** A kubeconfig file. */
  readonly kubeconfig: string;
  readonly namespace: string;
  /** When the Job of this name was made at the server, in milliseconds since 1970; resolves when it is. */
  created(job: string): Promise<number>;
  /** The first Job and the first ConfigMap that were created, without what the server added. */
  sample(): Promise<RunObjectsSample>;
  /** Whether runs are ended by cancelling their tasks, because nothing works in the Jobs. */
  readonly runsEndByCancel: boolean;
  /** Ends the runs of these Jobs, so that the orchestrator settles them. */
  finish(jobs: readonly string[]): Promise<void>;
  /** Removes what the other contender made. */
  clear(prefix: string): Promise<void>;
  close(): Promise<void>;
}
