import {
  Workspace,
  type ExecResult,
  type GrepMatch,
  type TreeEntry,
  type WorkspaceEntry,
  type WorkspaceProcess,
} from '@anton/workspace';

function nothing(): never {
  throw new Error('a replay touches no file and runs no command');
}

/** The workspace of a replay: there is none. */
export class UntouchedWorkspace extends Workspace {
  readonly isolation = 'none';

  override read(): Promise<Buffer> {
    return nothing();
  }

  override write(): Promise<void> {
    return nothing();
  }

  override list(): Promise<{ entries: readonly WorkspaceEntry[]; more: boolean }> {
    return nothing();
  }

  override tree(): Promise<readonly TreeEntry[]> {
    return nothing();
  }

  override grep(): Promise<{ matches: readonly GrepMatch[]; more: boolean }> {
    return nothing();
  }

  override exec(): Promise<ExecResult> {
    return nothing();
  }

  override start(): Promise<WorkspaceProcess> {
    return nothing();
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}
