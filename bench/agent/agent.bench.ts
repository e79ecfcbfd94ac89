import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import { buildApplications } from '../harness/build-applications';
import type { Row } from '../harness/row';
import { packageVersion } from '../harness/versions';
import { coldStartRows } from './measure/cold-start';
import { floodRows } from './measure/flood';
import { grepRows } from './measure/grep';
import { idleMemoryRows } from './measure/idle-memory';
import { trajectoryRows } from './measure/trajectory-rows';
import { playTrajectory } from './trajectory/play';

const WHOLE = { rounds: 9, files: 100_000, mebibytes: 1_024 };
const QUICK = { rounds: 2, files: 5_000, mebibytes: 64 };

async function run({ isQuick, options, say }: BenchmarkRequest): Promise<Findings> {
  const { rounds, files, mebibytes } = isQuick ? QUICK : WHOLE;
  const folder = mkdtempSync(join(tmpdir(), 'anton-bench-'));
  try {
    await buildApplications();
    say('the standard trajectory');
    const rows: Row[] = trajectoryRows(await playTrajectory(folder));
    if (options['only-trajectory'] !== true) {
      say('cold start and memory');
      rows.push(...(await coldStartRows(rounds)), ...(await idleMemoryRows(join(folder, 'idle'))));
      say(`search in ${files} files`);
      rows.push(...(await grepRows(folder, files, rounds)));
      say(`${mebibytes} MiB of output`);
      rows.push(...(await floodRows(folder, mebibytes)));
    }
    return {
      rows,
      versions: { '@anthropic-ai/sdk': packageVersion('@anthropic-ai/sdk') },
      notes: [
        'tokens are bytes / 4 and the prompt cache is simulated, for every agent that is compared alike',
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a run costs in tokens and bytes, and what its runner costs the machine. */
export const agent: Benchmark = {
  name: 'agent',
  summary:
    'tokens and bytes of the standard 20-command trajectory; cold start, memory, search, a flood of output',
  options: { 'only-trajectory': { type: 'boolean', description: 'nothing but the trajectory' } },
  run,
};
