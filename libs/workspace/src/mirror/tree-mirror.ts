import { chmod, mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isGitName } from '@anton/platform';
import { listTree } from '../adapters/local/files/list-tree';
import type { SocketWorkspace } from '../adapters/socket/client/socket.workspace';
import { WorkspaceError } from '../workspace.errors';
import type { TreeEntry, Workspace } from '../workspace.port';
import { TreePaths } from './tree-paths';

/** Content of a larger file is not fetched; the mirror has an empty one of its size, which says enough to refuse it. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_ENTRIES = 200_000;
/** Of an empty file that stands for a large one: enough to be refused. */
const MAX_SPARSE_BYTES = 2 ** 30;
/** Files that are fetched at once. */
const AT_ONCE = 8;

/** Where the mirror lies, and what it leaves out. */
export interface TreeMirrorOptions {
  /** Only the mirror writes to it. It holds the tree as it is now, or is empty. */
  readonly folder: string;
  /** Folders of these names are left out, unless the folder has them already. */
  readonly skip: readonly string[];
}

/**
 * A copy of a workspace's tree in a folder that the repository's code cannot reach: git compares it, the gates look at it.
 * What the workspace lists is taken for hostile: no entry leaves the folder, no link is followed, sizes are bounded.
 */
export class TreeMirror {
  private constructor(
    private readonly workspace: Workspace,
    private readonly folder: string,
    private readonly request: Parameters<Workspace['tree']>[0],
    private known: ReadonlyMap<string, TreeEntry>,
  ) {}

  /** A mirror of what `folder` already holds: the tree of before the first command. */
  static async ofExported(workspace: Workspace, { folder, skip }: TreeMirrorOptions): Promise<TreeMirror> {
    const keep = await foldersNamed(folder, new Set(skip));
    const request = { skip, keep, maxEntries: MAX_ENTRIES };
    const mirror = new TreeMirror(workspace, folder, request, new Map());
    mirror.known = await mirror.listed();
    return mirror;
  }

  /** Of all files and links that the tree had when it was last looked at. */
  get paths(): readonly string[] {
    return [...this.known.keys()];
  }

  /** Makes the folder what the tree is now. @throws WorkspaceError for a tree that cannot be taken over */
  async update(): Promise<void> {
    const listed = await this.listed();
    const changed = [...listed.values()].filter(
      ({ path, version, kind }) =>
        this.known.get(path)?.version !== version || this.known.get(path)?.kind !== kind,
    );
    // First everything that goes or changes, links among them: then no link is in the way of what is written.
    const gone = [...this.known.keys()].filter((path) => !listed.has(path));
    for (const path of [...gone, ...changed.map(({ path: its }) => its)])
      await rm(join(this.folder, path), { recursive: true, force: true });
    for (let start = 0; start < changed.length; start += AT_ONCE)
      await Promise.all(changed.slice(start, start + AT_ONCE).map((entry) => this.take(entry)));
    this.known = listed;
  }

  /**
   * Lets `change` alter the folder, and makes the tree follow: what it changed is sent, what it took away goes; the
   * rest of the tree, of which the mirror knows nothing, stays.
   */
  async change(workspace: SocketWorkspace, change: () => Promise<void>): Promise<void> {
    await this.update();
    const before = await versions(this.folder);
    await change();
    const after = await versions(this.folder);
    const only = [...after].filter(([path, version]) => before.get(path) !== version).map(([path]) => path);
    const remove = [...before.keys()].filter((path) => !after.has(path));
    await workspace.fill(this.folder, { remove, only });
    this.known = await this.listed();
  }

  private async listed(): Promise<ReadonlyMap<string, TreeEntry>> {
    const entries = await this.workspace.tree(this.request);
    const paths = new TreePaths();
    for (const { path } of entries) {
      const refusal = paths.add(path);
      if (refusal !== null)
        throw new WorkspaceError('workspace_outside', refusal, 'Do not trust this sandbox any more.');
    }
    return new Map(entries.map((entry) => [entry.path, entry]));
  }

  private async take(entry: TreeEntry): Promise<void> {
    const full = join(this.folder, entry.path);
    await mkdir(dirname(full), { recursive: true });
    if (entry.kind === 'symlink') return symlink(entry.target ?? '', full);
    if (entry.kind === 'file') return this.takeFile(entry, full);
    // A folder of that name is refused by whoever looks for repositories inside; pipes and sockets are no content.
    if (isGitName(entry.path.split('/').at(-1) ?? '')) await mkdir(full, { recursive: true });
  }

  private async takeFile({ path, size, executable }: TreeEntry, full: string): Promise<void> {
    const content = size > MAX_FILE_BYTES ? null : await this.content(path);
    await writeFile(full, content ?? '', { flag: 'wx' });
    if (content === null) await truncate(full, Math.min(size, MAX_SPARSE_BYTES));
    if (executable) await chmod(full, 0o755);
  }

  /** Null when it has grown meanwhile: it is then taken with the next update. */
  private async content(path: string): Promise<Buffer | null> {
    try {
      return await this.workspace.read(path, MAX_FILE_BYTES);
    } catch (error) {
      if (error instanceof WorkspaceError && error.code !== 'workspace_io') return null;
      throw error;
    }
  }
}

async function versions(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await listTree(folder, { skip: [], keep: [], maxEntries: MAX_ENTRIES });
  return new Map(entries.map(({ path, version }) => [path, version]));
}

/** The folders below `root` whose name is one of `names`. */
async function foldersNamed(root: string, names: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isDirectory() && names.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}
