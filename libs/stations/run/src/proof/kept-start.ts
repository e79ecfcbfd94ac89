import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { CheckRun } from '@anton/agent';
import type { RunFolders } from '../context/run-folders';
import type { PreparedRun } from '../run-state';

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

/** What setup and baseline left, as it was before the model's first action: dependencies, caches, HOME. */
export interface KeptStart {
  /** Relative to the checkout and to {@link tree}. */
  readonly paths: readonly string[];
  readonly tree: string;
  readonly home: string;
}

const NOTE = 'kept.json';

/** The note that is written last: what is kept, and the baseline with the names of all its tests. */
interface KeptNote {
  readonly paths: readonly string[];
  readonly baseline: CheckRun | null;
}

/** What an earlier life of the run kept; null when it kept nothing. */
export async function readKeptStart({
  start,
}: Pick<RunFolders, 'start'>): Promise<(KeptStart & KeptNote) | null> {
  try {
    const note = JSON.parse(await readFile(join(start, NOTE), 'utf8')) as KeptNote;
    return { ...note, tree: join(start, 'tree'), home: join(start, 'home') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Keeps a copy, of which the model's commands know nothing. Null when it cannot be made: then there is no proof. */
export async function keepStart(run: PreparedRun): Promise<KeptStart | null> {
  const { start, checkout, home } = run.folders;
  const kept = { tree: join(start, 'tree'), home: join(start, 'home') };
  try {
    const paths = (await run.host.untracked(run.checkout)).map((path) => path.replace(/\/$/, ''));
    await copyTree(home, kept.home, run.signal);
    await mkdir(kept.tree, { recursive: true });
    for (const path of paths) await copyTree(join(checkout, path), join(kept.tree, path), run.signal);
    const note: KeptNote = { paths, baseline: run.facts.baseline };
    await writeFile(join(start, NOTE), JSON.stringify(note), { mode: 0o600, flush: true });
    return { ...kept, paths };
  } catch (error) {
    run.signal.throwIfAborted();
    run.progress.tell('proof', 'note', `nothing can be proven: ${String(error)}`);
    await rm(start, { recursive: true, force: true });
    return null;
  }
}
