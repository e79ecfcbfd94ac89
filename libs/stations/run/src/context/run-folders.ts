import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The folders of one run. Only `checkout` and `home` belong to the repository's code. */
export interface RunFolders {
  /** The bare repository with Anton's own configuration. */
  readonly trusted: string;
  /** The tree without `.git`. */
  readonly checkout: string;
  /** Full outputs of commands. */
  readonly out: string;
  /** HOME of the commands. */
  readonly home: string;
  /** What setup and baseline left, kept for the proof. */
  readonly start: string;
  /** Full outputs of the commands of the proof. */
  readonly proofOut: string;
}

/** Makes the folders of a run below `work`; `anew`, without what an earlier life of the run left in them. */
export async function makeRunFolders(work: string, { anew = false } = {}): Promise<RunFolders> {
  const folders = {
    trusted: join(work, 'trusted'),
    checkout: join(work, 'checkout'),
    out: join(work, 'out'),
    home: join(work, 'home'),
    start: join(work, 'start'),
    proofOut: join(work, 'proof-out'),
  };
  const left = anew ? Object.values(folders).flatMap((folder) => [folder, `${folder}.aside`]) : [];
  await Promise.all(left.map((folder) => rm(folder, { recursive: true, force: true })));
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  return folders;
}
