import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nodeLibraries } from './node-libraries';

/** Beside the built runner: the program of the sandbox, and what it searches with. Both are linked with nothing. */
const TOOLS = ['exec-server.mjs', 'rg'];
/** Process 1 of the sandbox, which reaps what commands leave behind; the image of the runner has it, a laptop needs none. */
const INIT = 'tini';

/**
 * What the kernel is told to start may be executed and not read: such a process cannot be traced, and its memory,
 * variables and descriptors in /proc belong to root, also for others of the same user (ptrace(2), dumpable).
 */
const STARTED = 0o111;
const READ = 0o555;

async function layOut(source: string, file: string, mode: number): Promise<void> {
  await copyFile(source, file, constants.COPYFILE_FICLONE);
  await chmod(file, mode);
}

/**
 * Copies Node and the exec server into a volume: the sandbox's image is the repository's own and knows neither. Its C
 * library may be another one or older, and libstdc++ absent, so the loader and the libraries that Node needs lie in
 * `lib/`. They are named on the command line (`lib/ld.so --library-path lib node`) and in no variable: what Node starts
 * finds the image's own libraries.
 */
export async function layOutTools(programs: string, folder: string): Promise<void> {
  const { loader, libraries } = nodeLibraries();
  const lib = join(folder, 'lib');
  await mkdir(lib, { recursive: true });
  await layOut(process.execPath, join(folder, 'node'), READ);
  await layOut(loader, join(lib, 'ld.so'), STARTED);
  for (const library of libraries) await layOut(library, join(lib, basename(library)), READ);
  for (const name of TOOLS) await layOut(join(programs, name), join(folder, name), READ);
  if (existsSync(join(programs, INIT))) await layOut(join(programs, INIT), join(folder, INIT), STARTED);
}
