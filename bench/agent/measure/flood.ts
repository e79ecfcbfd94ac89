import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { LocalWorkspace } from '@anton/workspace';
import { row, type Row } from '../../harness/row';

const SAMPLE_MS = 100;

/** A command that prints `mebibytes`: how long it took, how far memory grew, and how long the event loop stood. */
export async function floodRows(folder: string, mebibytes: number): Promise<Row[]> {
  const [root, outDir, home] = [join(folder, 'flood'), join(folder, 'flood-out'), join(folder, 'flood-home')];
  for (const path of [root, outDir, home]) mkdirSync(path);
  const workspace = await LocalWorkspace.open({ root, outDir, home });
  const before = process.memoryUsage.rss();
  let most = before;
  const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), SAMPLE_MS);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  loop.enable();
  const start = performance.now();
  try {
    await workspace.exec({
      command: `yes 'all work and no play makes this a long line of output' | head -c ${mebibytes}M`,
      timeoutMs: 300_000,
    });
  } finally {
    loop.disable();
    clearInterval(sampler);
    await workspace.close();
  }
  const what = `a command that prints ${mebibytes} MiB`;
  return [
    row(what, (performance.now() - start) / 1_000, 's'),
    row(`${what}: memory grows by`, (most - before) / 2 ** 20, 'MiB', { goal: { of: 'value', atMost: 64 } }),
    row(`${what}: the event loop stands at most`, loop.max / 1e6, 'ms', {
      goal: { of: 'value', atMost: 1_000 },
    }),
  ];
}
