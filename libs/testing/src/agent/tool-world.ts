import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { detectChecks, WorkspaceCheckSession, type ToolContext, type WorkChange } from '@anton/agent';
import { LocalWorkspace } from '@anton/workspace';

/** How a {@link ToolWorld} is made. */
export interface ToolWorldOptions {
  /** The template's own commands; none: the checks are detected. */
  readonly checks?: readonly string[];
  readonly checkTimeoutMs?: number;
  /** What git would say of the tree; default: nothing changed. */
  readonly change?: WorkChange;
  /** What takes secrets out of a text; default: nothing does. */
  readonly redact?: (text: string) => string;
}

const UNCHANGED: WorkChange = { treeSha: 'unchanged', text: '', files: [] };

/** A real tree in a temporary folder, with the tools' context over it. */
export interface ToolWorld {
  readonly root: string;
  readonly context: ToolContext;
  close(): Promise<void>;
}

/** Opens a {@link ToolWorld} with the given files, by relative path; close it after the test. */
export async function openToolWorld(
  files: Readonly<Record<string, string | Buffer>>,
  {
    checks = [],
    checkTimeoutMs = 60_000,
    change = UNCHANGED,
    redact = (text) => text,
  }: ToolWorldOptions = {},
): Promise<ToolWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-tools-'));
  const [root, outDir, home] = [join(folder, 'tree'), join(folder, 'out'), join(folder, 'home')];
  for (const path of [root, outDir, home]) await mkdir(path);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  const workspace = await LocalWorkspace.open({ root, outDir, home, isolation: 'none' });
  const plan = await detectChecks(workspace, checks);
  const session = new WorkspaceCheckSession(workspace, plan, { timeoutMs: checkTimeoutMs });
  return {
    root,
    context: {
      workspace,
      checks: session,
      change: () => Promise.resolve(change),
      redact,
      signal: new AbortController().signal,
    },
    close: async () => {
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
