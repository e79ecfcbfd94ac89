import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const REQUIREMENTS = 'bench/ingest/servers/fastapi/requirements.txt';
const INSTALL_MS = 180_000;

/** A Python of its own with the packages of requirements.txt, or why there is none. */
export type PythonEnvironment = { readonly bin: string } | { readonly missing: string };

/**
 * Made once, in the user's cache folder, by the hash of the requirements; an installation that broke off leaves none.
 * A virtual environment is not moved, so it is made in its place and marked when it is complete.
 */
export async function fastapiEnvironment(): Promise<PythonEnvironment> {
  const hash = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'anton-bench', `fastapi-${hash}`);
  const bin = join(folder, 'bin');
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return { bin };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    await execa('python3', ['-m', 'venv', folder], { timeout: INSTALL_MS });
    await execa(join(bin, 'pip'), ['install', '--quiet', '--requirement', REQUIREMENTS], {
      timeout: INSTALL_MS,
    });
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return { missing: `${reason} (it needs python3 with venv and pip, and PyPI)` };
  }
  writeFileSync(mark, '');
  return { bin };
}
