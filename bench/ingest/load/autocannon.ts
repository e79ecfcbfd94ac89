import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packageVersion } from '../../harness/versions';
import { bundled } from '../servers/bundled';
import { LoadGenerator, type Load, type LoadResult } from './load-generator';

/** A load, and the rate it is held at, in requests a second. */
export interface PacedLoad extends Load {
  readonly rate?: number;
}

/** autocannon (https://github.com/mcollina/autocannon) in a process of its own. */
export class Autocannon extends LoadGenerator {
  readonly name = 'autocannon';
  readonly version = packageVersion('autocannon');

  async run(load: PacedLoad): Promise<LoadResult> {
    const program = await bundled('bench/ingest/load/autocannon/main.ts');
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
}
