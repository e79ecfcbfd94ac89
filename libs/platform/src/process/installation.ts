import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The entry file of this process: bundlers rewrite `import.meta`, the command line does not lie. */
export function entryFile(): string {
  return realpathSync(process.argv[1] ?? process.execPath);
}

/** The folder that Anton is installed in: `dist/apps/<app>/main.js` lies three folders below it. */
export function installationFolder(): string {
  return join(dirname(entryFile()), '..', '..', '..');
}
