import type { Workspace } from '@anton/workspace';

const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 2_000;
const GREP_TIMEOUT_MS = 10_000;

/** What the detection of checks may look at: the top of a repository, or of one project in it. */
export interface Root {
  has(name: string): boolean;
  /** The names in the folder, or in a folder of it; none when it is not there. */
  names(folder?: string): Promise<readonly string[]>;
  text(name: string): Promise<string>;
  /** True when a file of Python, or of its configuration, has a line that fits. */
  contains(pattern: string): Promise<boolean>;
}

async function namesIn(workspace: Workspace, folder: string): Promise<string[]> {
  const { entries } = await workspace.list(folder, MAX_ENTRIES);
  return entries.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

/** Reads the names in `folder` once; default: the repository's top. */
export async function rootOf(workspace: Workspace, folder = '.'): Promise<Root> {
  const own = await namesIn(workspace, folder);
  const known = new Set(own);
  const inside = (name: string): string => (folder === '.' ? name : `${folder}/${name}`);
  return {
    has: (name) => known.has(name),
    names: async (name) => {
      if (name === undefined) return own;
      return known.has(name) ? namesIn(workspace, inside(name)) : [];
    },
    text: async (name) => (await workspace.read(inside(name), MAX_BYTES)).toString('utf8'),
    contains: async (pattern) => {
      const request = { pattern, path: folder, glob: '*.{py,txt,toml,cfg,ini,in}', maxMatches: 1 };
      return (await workspace.grep({ ...request, timeoutMs: GREP_TIMEOUT_MS })).matches.length > 0;
    },
  };
}
