export { LocalWorkspace } from './adapters/local/local.workspace';
export { findBubblewrap } from './adapters/local/sandbox/bubblewrap';
export { SandboxRequiredError, WorkspaceError, type WorkspaceErrorCode } from './workspace.errors';
export {
  Workspace,
  type ExecOutput,
  type ExecRequest,
  type ExecResult,
  type GrepMatch,
  type GrepRequest,
  type Isolation,
  type WorkspaceEntry,
  type WorkspaceProcess,
} from './workspace.port';
