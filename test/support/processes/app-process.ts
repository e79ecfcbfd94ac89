import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnKept } from './spawn-kept';

const START_DEADLINE_MS = 60_000;
const POLL_MS = 10;
const KEPT_LINES = 40;
/** What Nest says of each of its modules. */
const STARTING = /"_?InstanceLoader"/;

/** What to start: `dist/apps/<app>/main.js`, whose `/health/live` is at `url`. */
export interface AppProcessOptions {
  readonly app: 'ingester' | 'orchestrator' | 'egress';
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where the applications lie, when it is not `dist/apps`. */
  readonly apps?: string | undefined;
}

/** A built application as a real process: started, killed and started again with the same variables. */
export class AppProcess {
  private child: ChildProcess | undefined;
  private exited: Promise<readonly unknown[]> | undefined;
  private readonly output: string[] = [];

  constructor(private readonly options: AppProcessOptions) {}

  get url(): string {
    return this.options.url;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  get running(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** What ended it, when a signal did. */
  get signal(): NodeJS.Signals | null {
    return this.child?.signalCode ?? null;
  }

  /** Resolves when it is alive. @throws Error with its last lines when it ends or takes too long */
  async start(): Promise<void> {
    const { app, variables, apps = resolve('dist/apps') } = this.options;
    const child = spawnKept(process.execPath, ['--no-warnings', join(apps, app, 'main.js')], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], HOST: '127.0.0.1', ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.exited = once(child, 'exit');
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => this.keep(line));
    await this.until('live');
  }

  /** Resolves when a probe answers 200. @throws Error with its last lines when it ends or takes too long */
  async until(probe: 'live' | 'ready'): Promise<void> {
    const { app } = this.options;
    const deadline = Date.now() + START_DEADLINE_MS;
    while ((await this.health(probe)) !== 200) {
      if (!this.running) throw new Error(`the ${app} ended:\n${this.lastLines()}`);
      if (Date.now() > deadline) throw new Error(`the ${app} is not ${probe}:\n${this.lastLines()}`);
      await delay(POLL_MS);
    }
  }

  /** Status of a probe, or null when it does not answer. */
  async health(probe: 'live' | 'ready'): Promise<number | null> {
    try {
      const response = await fetch(`${this.url}/health/${probe}`, { signal: AbortSignal.timeout(10_000) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return null;
    }
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM; resolves with the exit status. */
  async stop(): Promise<number | null> {
    this.child?.kill('SIGTERM');
    await this.exited;
    return this.child?.exitCode ?? null;
  }

  /** Resident memory in bytes (Linux). */
  memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  }

  /** How it ended, when it did, and the end of what it wrote, for an error message. */
  lastLines(): string {
    const { signalCode = null, exitCode = null } = this.child ?? {};
    return [`ended: ${signalCode ?? exitCode ?? 'no'}`, ...this.output].join('\n');
  }

  private keep(line: string): void {
    if (STARTING.test(line)) return;
    this.output.push(line);
    if (this.output.length > KEPT_LINES) this.output.shift();
  }
}
