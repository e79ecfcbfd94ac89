import type { RouteToolServer } from '@anton/contracts';
import type { Workspace } from '@anton/workspace';
import type { NamedTool } from '../agent-tool.port';

/** What the servers of one run are reached with. */
export interface ToolServerRequest {
  readonly servers: readonly RouteToolServer[];
  /** Where programs run. */
  readonly workspace: Workspace;
  /** Hosts that a URL may name. */
  readonly egress: readonly string[];
  /** Takes known secrets out of what a server says. */
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal;
}

/** The servers of one run. */
export interface ConnectedServers {
  /** Called `<server>__<tool>`, in the letters that a model's vendor takes. */
  readonly tools: readonly NamedTool[];
  /** What is not there and why, for people. */
  readonly warnings: readonly string[];
  /** Ends programs and connections. Never throws. */
  close(): Promise<void>;
}

export const NO_SERVERS: ConnectedServers = { tools: [], warnings: [], close: () => Promise.resolve() };
