import { readFileSync } from 'node:fs';
import { SocketWorkspace } from '@anton/workspace';

/** Medians of the calls in milliseconds; bytes per second. */
export interface SandboxFigures {
  readonly execMs: number;
  readonly bareMs: number;
  readonly streamBytes: number;
  readonly bareBytes: number;
}

const STREAMED = 512 * 1024 * 1024;
const STREAM = ['head', '-c', String(STREAMED), '/dev/zero'];

/** What the sandbox measures of itself: the same processes, started by a Node beside them. */
const BARE = `
const { spawn } = require('node:child_process');
const once = (p, e) => new Promise((go) => p.once(e, go));
(async () => {
  const times = [];
  for (let i = 0; i < CALLS; i += 1) {
    const t = performance.now();
    const child = spawn('bash', ['-c', 'true'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.resume();
    child.stderr.resume();
    await once(child, 'close');
    times.push(performance.now() - t);
  }
  times.sort((a, b) => a - b);
  const t = performance.now();
  const child = spawn(STREAM[0], STREAM.slice(1), { stdio: ['ignore', 'pipe', 'ignore'] });
  let bytes = 0;
  for await (const piece of child.stdout) bytes += piece.length;
  console.log(JSON.stringify([times[times.length >> 1], bytes / ((performance.now() - t) / 1000)]));
})();`;

const { calls } = JSON.parse(readFileSync('/context/plan.json', 'utf8')) as { calls: number };
const workspace = await SocketWorkspace.open('/sock/exec.sock', { restartMs: 60_000 });

async function execs(): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const began = performance.now();
    await workspace.exec({ command: 'true', timeoutMs: 10_000 });
    times.push(performance.now() - began);
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}

async function streamed(): Promise<number> {
  const began = performance.now();
  const program = await workspace.start(STREAM);
  let bytes = 0;
  for await (const piece of program.output) bytes += (piece as Buffer).length;
  await program.ended;
  return bytes / ((performance.now() - began) / 1_000);
}

async function bare(): Promise<[number, number]> {
  const program = BARE.replaceAll('CALLS', String(calls)).replaceAll('STREAM', JSON.stringify(STREAM));
  await workspace.write('bare.cjs', Buffer.from(program));
  const { output } = await workspace.exec({ command: 'node bare.cjs', timeoutMs: 300_000 });
  return JSON.parse(output.text) as [number, number];
}

await execs();
const [execMs, streamBytes] = [await execs(), await streamed()];
const [bareMs, bareBytes] = await bare();
process.stdout.write(
  `${JSON.stringify({ execMs, bareMs, streamBytes, bareBytes } satisfies SandboxFigures)}\n`,
);
await workspace.close();
process.exit(0);
