import type { CheckSession, ConnectedServers, Conversation } from '@anton/agent';
import type { Conventions } from '@anton/codehost';
import type { Workspace } from '@anton/workspace';
import type { RunPlace } from './place/run-place.port';
import type { CheckedOutRun } from './run-state';

/** A run whose place is open: what the repository says and does can be looked at. */
export interface PreparedRun extends CheckedOutRun {
  readonly place: RunPlace;
  readonly conventions: Conventions;
  readonly workspace: Workspace;
  readonly checks: CheckSession;
}

/** A run whose agent works. */
export interface WorkingRun extends PreparedRun {
  readonly conversation: Conversation;
  /** Servers whose tools the agent has; they end with its work. */
  readonly servers: ConnectedServers;
}
