/** What the names of all branches that Anton pushes begin with. */
export const BRANCH_PREFIX = 'fix/';

/** The trailer by which a commit says for which task Anton made it. */
export const TASK_TRAILER = 'Anton-Task';

/**
 * Where a run that is told to stop keeps its unfinished work on the host: a ref that is no branch, so nobody's list of
 * branches, checks or pull requests knows of it.
 */
export function keptRef(taskId: string): string {
  return `refs/anton/wip/${taskId}`;
}

/** The repository of a route. */
export interface RepositoryRef {
  readonly url: string;
  readonly branch: string;
}

/** Where a checkout is made. Both folders exist and are empty. */
export interface CheckoutRequest {
  readonly repository: RepositoryRef;
  readonly taskId: string;
  /** The bare repository with Anton's own configuration; the agent's commands never see it. */
  readonly trustedDir: string;
  /** The tree without `.git`, in which the agent works. */
  readonly checkoutDir: string;
  readonly signal?: AbortSignal;
}

/** A prepared repository. */
export interface Checkout {
  readonly repository: RepositoryRef;
  readonly taskId: string;
  readonly trustedDir: string;
  readonly checkoutDir: string;
  /** Commit of the base branch that the work starts from. */
  readonly baseSha: string;
  /** `fix/{taskId}`, or `fix/{taskId}-2` … when that name belongs to somebody else. */
  readonly branch: string;
  /** An earlier attempt of this task already pushed this; null otherwise. */
  readonly pushed: PushedChange | null;
  /** Unfinished work of this task that Anton kept on the host; null when there is none. */
  readonly kept: KeptWork | null;
}

/** Unfinished work at {@link keptRef}. */
export interface KeptWork {
  readonly headSha: string;
  /** What to go on with, by {@link CodeHost.restore}; null when it does not stand on a commit of the base branch. */
  readonly treeSha: string | null;
}

/** What an earlier attempt left on the branch, read from its commit's trailers. */
export interface PushedChange {
  readonly headSha: string;
  /** First line of its message. */
  readonly subject: string;
  readonly trailers: Readonly<Record<string, string>>;
}

/** How a repository words its changes, read from the base commit. All of it is untrusted text. */
export interface Conventions {
  /** First line of the base commit's message: the only commit that is there. */
  readonly subject: string;
  /** The repository's own pull-request template, at most 32 KiB; null when it has none that can be used. */
  readonly template: string | null;
}

/** The difference between the base and the work tree, computed by git. */
export interface ChangeDiff {
  readonly treeSha: string;
  readonly text: string;
  readonly files: readonly ChangedFile[];
}

export interface ChangedFile {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  readonly addedLines: number;
  readonly deletedLines: number;
  readonly binary: boolean;
}

/** A tree to write out, to see how it behaves. */
export interface ExportRequest {
  /** The id of a tree that {@link CodeHost.diff} wrote, or of a commit. */
  readonly tree: string;
  /** Files that are taken from another tree; those that it lacks stay as they are. */
  readonly overlay?: { readonly tree: string; readonly paths: readonly string[] };
  /** An existing folder; what is in it and not in the tree stays. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/** Files to read as the base commit has them, whatever lies in the work tree. */
export interface BaseFilesRequest {
  /** Is given the paths of all regular files of the base, up to 4 MiB each; answers which to read, in the order that it wants them. */
  readonly choose: (paths: readonly string[]) => readonly string[];
  /** Of all files together; the file that goes beyond is cut, what comes after it is left out. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

/** A file of the base commit, up to where it was read. */
export interface BaseFile {
  readonly path: string;
  readonly content: Buffer;
}

export interface CommitRequest {
  readonly treeSha: string;
  readonly subject: string;
  readonly body: string;
  readonly trailers: Readonly<Record<string, string>>;
}

export interface PullRequestRequest {
  readonly title: string;
  /** Markdown; handed over in a file, never through a shell. */
  readonly body: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
}

export interface PullRequest {
  readonly url: string;
  readonly number: number;
  readonly draft: boolean;
  /** False when it already existed. */
  readonly created: boolean;
}

/**
 * Where repositories live and pull requests are opened. Every step is idempotent: a second attempt of the same task
 * finds what the first one left. Credentials travel per call, never in a URL, a command line or a configuration file.
 * "One of"; the adapter is chosen by the repository's URL. Every adapter passes `codeHostContract`.
 * @throws CodeHostError with a stable code on every failure of the forge or of git.
 */
export abstract class CodeHost {
  /** True for the URLs this adapter serves. */
  abstract accepts(url: string): boolean;

  /**
   * Clones and exports the tree of the base branch, or of this task's pushed branch when there is one. Of kept work
   * that can be continued, its base is the base.
   */
  abstract checkout(request: CheckoutRequest): Promise<Checkout>;

  /**
   * Writes the tree that a checkout began from into its `checkoutDir`, an empty folder: for a checkout that another
   * process prepared.
   */
  abstract reopen(checkout: Checkout, signal?: AbortSignal): Promise<void>;

  /**
   * The difference between base and work tree: `.git` at any depth, gitlinks and escaping links are refused. With
   * `treeSha`, between base and a tree that an earlier call wrote.
   */
  abstract diff(checkout: Checkout, treeSha?: string): Promise<ChangeDiff>;

  /**
   * Makes the work tree stand for a tree of the repository again; what is ignored stays.
   * @throws CodeHostError also when there is no such tree
   */
  abstract restore(checkout: Checkout, treeSha: string): Promise<void>;

  /** Keeps a tree that {@link diff} wrote, by a commit after `before` on a ref of the local repository; returns its sha. */
  abstract checkpoint(checkout: Checkout, treeSha: string, before: string | null): Promise<string>;

  /** Commits a tree on the base and makes the task's {@link keptRef} stand there, if it stood at `earlier`; returns the sha. */
  abstract keep(
    checkout: Checkout,
    commit: CommitRequest,
    earlier: string | null,
    signal?: AbortSignal,
  ): Promise<string>;

  /** Takes the task's {@link keptRef} away, if it stands at `headSha`. */
  abstract dropKept(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void>;

  /** What lies in the work tree and is not of the base: the outermost files and folders, folders with a `/` at the end. */
  abstract untracked(checkout: Checkout): Promise<readonly string[]>;

  /** What the base commit tells about the wording of changes. */
  abstract conventions(checkout: Checkout): Promise<Conventions>;

  /** Writes a tree into a folder, byte for byte; returns the id of that tree. */
  abstract exportTree(checkout: Checkout, request: ExportRequest): Promise<string>;

  /** Reads files of the base commit; links are not followed. */
  abstract baseFiles(checkout: Checkout, request: BaseFilesRequest): Promise<readonly BaseFile[]>;

  /** Commits a tree that {@link diff} wrote, on top of what is pushed, else of the base, by plumbing. Returns the commit's sha. */
  abstract commit(checkout: Checkout, commit: CommitRequest): Promise<string>;

  /** Pushes exactly `headSha` to the checkout's branch; never forces. Done already = success. */
  abstract push(checkout: Checkout, headSha: string, signal?: AbortSignal): Promise<void>;

  /** Opens the pull request of the checkout's branch, or returns the open one that exists. */
  abstract openPullRequest(
    checkout: Checkout,
    request: PullRequestRequest,
    signal?: AbortSignal,
  ): Promise<PullRequest>;

  /** How many pull requests of Anton's branches (`fix/…`) are open, drafts included; 200 at most. */
  abstract countOpenPullRequests(repository: RepositoryRef, signal?: AbortSignal): Promise<number>;
}
