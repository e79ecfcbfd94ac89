import type { Git, GitCall } from './git';

/** A remote repository as one host reaches it: git, its address, and what every call to it needs. */
export interface Remote {
  readonly git: Git;
  readonly url: string;
  /** Credentials, proxies and time of calls that reach the remote; no other call gets them. */
  readonly call: Pick<GitCall, 'env' | 'secrets' | 'isRemote' | 'timeoutMs'>;
}
