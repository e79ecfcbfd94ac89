export { isSealed, othersGone } from './adapters/socket/server/whole-container';
export { emptyFolder } from './adapters/local/files/remove-tree';
export { LocalWorkspace } from './adapters/local/local.workspace';
export { findBubblewrap } from './adapters/local/sandbox/bubblewrap';
export { TreeMirror, type TreeMirrorOptions } from './mirror/tree-mirror';
export { SocketWorkspace } from './adapters/socket/client/socket.workspace';
export { endOthers } from './adapters/socket/server/end-others';
export { ExecServer, type ExecServerOptions } from './adapters/socket/server/exec-server';
export { SandboxAnswerError, SandboxGoneError } from './adapters/socket/socket-workspace.errors';
export { SandboxRequiredError, WorkspaceError, type WorkspaceErrorCode } from './workspace.errors';
export {
  Workspace,
  type ExecOutput,
  type ExecRequest,
  type ExecResult,
  type GrepMatch,
  type GrepRequest,
  type Isolation,
  type TreeEntry,
  type TreeRequest,
  type WorkspaceEntry,
  type WorkspaceProcess,
} from './workspace.port';
