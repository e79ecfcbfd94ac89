import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';

/** How another process opens the adapter under test: an exported function of one of its files, and its argument. */
export interface AdapterOpener {
  /** `new URL('./file.ts', import.meta.url)` */
  readonly file: URL;
  readonly opener: string;
  readonly options: object;
}

const RUN_CHILD = fileURLToPath(new URL('./run-child.mjs', import.meta.url));
/** Loading TypeScript on a busy machine takes its time. */
const PATIENCE = { timeout: 30_000, interval: 10 };

/** A real process that works on an adapter until it is killed; what it prints are its answers. */
export class Child {
  readonly lines: string[] = [];
  private errors = '';
  private readonly process: ChildProcess;

  constructor(program: URL, adapter: AdapterOpener, programOptions: object) {
    const options = JSON.stringify({ adapter: adapter.options, program: programOptions });
    const args = [RUN_CHILD, fileURLToPath(program), fileURLToPath(adapter.file), adapter.opener, options];
    this.process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const { stdout, stderr } = this.process;
    if (stdout === null || stderr === null) throw new Error('a child without pipes');
    createInterface({ input: stdout }).on('line', (line) => this.lines.push(line));
    stderr.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
  }

  /** Waits until it has printed `count` lines. */
  async printed(count: number): Promise<readonly string[]> {
    await vi.waitFor(() => {
      if (this.lines.length < count) expect.unreachable(`${this.lines.length} lines; ${this.errors}`);
    }, PATIENCE);
    return this.lines;
  }

  /** `kill -9`; everything it printed before has been read afterwards. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, 'close');
    this.process.kill('SIGKILL');
    await gone;
  }
}
