import { constants } from 'node:fs';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside the built runner: the program of the sandbox, and what it searches with. */
const TOOLS = ['exec-server.mjs', 'rg'];

/** Copies Node and the exec server into a volume: the sandbox's image is the repository's own and knows neither. */
export async function layOutTools(programs: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const copies = [
    [process.execPath, 'node'],
    ...TOOLS.map((name) => [join(programs, name), name] as const),
  ] as const;
  for (const [source, name] of copies) {
    await copyFile(source, join(folder, name), constants.COPYFILE_FICLONE);
    await chmod(join(folder, name), 0o555);
  }
}
