import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { RunFolders } from '../../../context/run-folders';
import type { CheckedOutRun } from '../../../run-state';
import type { KeptStart } from '../../run-place.port';

/** Copying shares blocks where the file system can; where it cannot, this is the end of patience. */
const COPY_TIMEOUT_MS = 180_000;

/** Copies a file or folder as it is; follows no link. */
export async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const sharing = process.platform === 'linux' ? ['--reflink=auto'] : [];
  await execa('cp', ['-a', ...sharing, '--', from, to], {
    timeout: COPY_TIMEOUT_MS,
    cancelSignal: signal,
    stdin: 'ignore',
  });
}

const NOTE = 'kept.json';

/** The note that is written last: the paths that are kept, relative to the checkout and to the folder of the copy. */
interface KeptNote extends KeptStart {
  readonly paths: readonly string[];
}

/** A copy of what setup and baseline left, in folders. */
export interface KeptFolders extends KeptNote {
  readonly tree: string;
  readonly home: string;
}

function foldersIn(start: string): { tree: string; home: string } {
  return { tree: join(start, 'tree'), home: join(start, 'home') };
}

/** What was kept below `start`; null when nothing was, or not to its end. */
export async function readKeptStart({ start }: Pick<RunFolders, 'start'>): Promise<KeptFolders | null> {
  try {
    const note = JSON.parse(await readFile(join(start, NOTE), 'utf8')) as KeptNote;
    return { ...note, ...foldersIn(start) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps a copy, of which the model's commands know nothing. */
export async function keepStart(run: CheckedOutRun): Promise<void> {
  const { start, checkout, home } = run.folders;
  const kept = foldersIn(start);
  try {
    const paths = (await run.host.untracked(run.checkout)).map((path) => path.replace(/\/$/, ''));
    await copyTree(home, kept.home, run.signal);
    await mkdir(kept.tree, { recursive: true });
    for (const path of paths) await copyTree(join(checkout, path), join(kept.tree, path), run.signal);
    const note: KeptNote = { paths, baseline: run.facts.baseline };
    await writeFile(join(start, NOTE), JSON.stringify(note), { mode: 0o600, flush: true });
  } catch (error) {
    await rm(start, { recursive: true, force: true });
    throw error;
  }
}
