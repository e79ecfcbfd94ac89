import type { Readable, Writable } from 'node:stream';

/** A command to run inside the workspace. */
export interface ExecRequest {
  /** Given to `bash -c`; never built from a sender's text. */
  readonly command: string;
  /** Relative to the workspace's root; default the root. */
  readonly cwd?: string;
  readonly timeoutMs: number;
  /** Killed when it prints nothing for this long; default never. */
  readonly idleTimeoutMs?: number;
  /** Added to the allow-listed environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** How a command ended. `output` is standard output and error as they came. */
export interface ExecResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** `timeout` and `idle` say that the process group was killed for it. */
  readonly ended: 'exited' | 'timeout' | 'idle' | 'aborted';
  /** Whole when short, else its beginning and its end; see `logPath`. */
  readonly output: ExecOutput;
  readonly durationMs: number;
}

/** The output of a command, bounded in memory. */
export interface ExecOutput {
  readonly text: string;
  readonly truncated: boolean;
  readonly bytes: number;
  /** Where the full text lies; readable by {@link Workspace.read} and {@link Workspace.grep}. */
  readonly logPath: string;
}

/** A program that was started inside the workspace and goes on. */
export interface WorkspaceProcess {
  readonly input: Writable;
  /** Must be read: a program whose output nobody takes stands still. */
  readonly output: Readable;
  /** Its exit status, null when a signal ended it; everything that it started is gone by then. Never rejects. */
  readonly ended: Promise<number | null>;
  /** The end of what it wrote to standard error so far. */
  errors(): string;
  /** Ends it and everything that it started; resolves when all are gone. */
  stop(): Promise<void>;
}

/** One file of the workspace. `path` is relative, with `/`. */
export interface WorkspaceEntry {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'other';
  readonly size: number;
}

/** Which part of the tree is listed. */
export interface TreeRequest {
  /** Folders of these names are left out, wherever they are: what package managers and builds fill. */
  readonly skip: readonly string[];
  /** Paths of folders that are listed in spite of their name. */
  readonly keep: readonly string[];
  /** More than that is refused. */
  readonly maxEntries: number;
}

/** One file or link of the whole tree. */
export interface TreeEntry {
  readonly path: string;
  /** `other`: neither a file nor a link, or something of the name `.git`, whose content is not listed. */
  readonly kind: 'file' | 'symlink' | 'other';
  readonly executable: boolean;
  readonly size: number;
  /** Where a link points to, as it is written. */
  readonly target: string | null;
  /** Another one when the file has changed. */
  readonly version: string;
}

/** What to search. The pattern is a ripgrep regular expression. */
export interface GrepRequest {
  readonly pattern: string;
  readonly path?: string;
  readonly glob?: string;
  readonly ignoreCase?: boolean;
  readonly maxMatches: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export interface GrepMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** How strongly commands are kept apart from the runner: named in the report and by `anton doctor`. */
export type Isolation = 'bubblewrap' | 'namespaces' | 'none';

/**
 * The tree that the agent works in and the place where its commands run. All paths are relative to the root; a path
 * that leaves it, also through a link, is refused. Commands see no secret: their environment is an allow-list.
 * "One of"; every adapter passes `workspaceContract`.
 */
export abstract class Workspace {
  abstract readonly isolation: Isolation;

  /** @throws WorkspaceError `not_found`, `outside`, `is_directory`, `too_large` */
  abstract read(path: string, maxBytes: number): Promise<Buffer>;

  /** Creates or replaces a file, atomically; keeps the mode of an existing one. Makes missing folders. */
  abstract write(path: string, content: Buffer): Promise<void>;

  /** The entries directly below `path`, sorted by name. */
  abstract list(path: string, limit: number): Promise<{ entries: readonly WorkspaceEntry[]; more: boolean }>;

  /** Every file and link of the tree, folders only by what is in them. @throws WorkspaceError `too_large` */
  abstract tree(request: TreeRequest): Promise<readonly TreeEntry[]>;

  abstract grep(request: GrepRequest): Promise<{ matches: readonly GrepMatch[]; more: boolean }>;

  /** Runs a command in its own process group, without a terminal; when it resolves the group is gone. */
  abstract exec(request: ExecRequest): Promise<ExecResult>;

  /**
   * Starts a program that talks over its standard input and output, in the root, under the same isolation and with the
   * same environment as {@link exec}; no shell reads `command`. One that does not exist ends at once, with status 127.
   */
  abstract start(command: readonly string[]): Promise<WorkspaceProcess>;

  /** Ends every process that a command left behind, and every program that was started. */
  abstract close(): Promise<void>;
}
