import type { Workspace } from '@anton/workspace';

const MAX_BYTES = 1024 * 1024;

/** What a detector may look at: the names in the root, and the text of a file there. */
export interface Root {
  has(name: string): boolean;
  text(name: string): Promise<string>;
}

/** The root of a workspace, as it is now. */
export async function rootOf(workspace: Workspace): Promise<Root> {
  const { entries } = await workspace.list('.', 2_000);
  const names = new Set(entries.map((entry) => entry.path));
  return {
    has: (name) => names.has(name),
    text: async (name) => (await workspace.read(name, MAX_BYTES)).toString('utf8'),
  };
}
