import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { bundled } from '../servers/bundled';
import type { Load, LoadResult } from './load-generator';

/** Runs a program of this folder in a process of its own, with a load in a file; it prints the result as JSON. */
export async function runProgram(entry: string, load: Load): Promise<LoadResult> {
  const program = await bundled(entry);
  const folder = mkdtempSync(join(tmpdir(), 'anton-bench-'));
  try {
    const file = join(folder, 'load.json');
    writeFileSync(file, JSON.stringify(load));
    const { stdout } = await execa(process.execPath, ['--no-warnings', program, file]);
    return JSON.parse(stdout) as LoadResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
