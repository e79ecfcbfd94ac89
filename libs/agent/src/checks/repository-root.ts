import type { Workspace } from '@anton/workspace';

const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 2_000;

/** What the detection of checks may look at: the top of a repository. */
export interface Root {
  has(name: string): boolean;
  /** The names in the root, or in a folder of it; none when it is not there. */
  names(folder?: string): Promise<readonly string[]>;
  text(name: string): Promise<string>;
}

async function namesIn(workspace: Workspace, folder: string): Promise<string[]> {
  const { entries } = await workspace.list(folder, MAX_ENTRIES);
  return entries.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

/** Reads the names in the root once. */
export async function rootOf(workspace: Workspace): Promise<Root> {
  const own = await namesIn(workspace, '.');
  const known = new Set(own);
  return {
    has: (name) => known.has(name),
    names: async (folder) => {
      if (folder === undefined) return own;
      return known.has(folder) ? namesIn(workspace, folder) : [];
    },
    text: async (name) => (await workspace.read(name, MAX_BYTES)).toString('utf8'),
  };
}
