import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { SQUID, SQUID_ENVIRONMENT } from './squid-program';

/** Between two starts; one that lived this long begins anew with the first. */
const BACKOFF = { initialDelay: 100, maxDelay: 10_000 };
const HEALTHY_MS = 30_000;
/** Beyond the time that open connections have. */
const KILL_AFTER_MS = 5_000;
/** Said at every start: `via` is off on purpose, and there is no root to go back to. */
const EXPECTED = ['HTTP requires the use of Via', 'no_suid: setuid(0)'];

/** Squid in the foreground, started again whenever it ends. */
export class SquidProcess {
  private readonly logger = new Logger('Squid');
  private readonly stopping = new AbortController();
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();

  constructor(
    private readonly configuration: string,
    private readonly drainSeconds: number,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  start(): void {
    this.ended = this.keepRunning();
  }

  /** Reads its configuration again; open tunnels stay. */
  reconfigure(): void {
    this.child?.kill('SIGHUP');
  }

  /** Resolves when it is gone: after the time that open connections have, if there are any. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { child } = this;
    child?.kill('SIGTERM');
    const late = setTimeout(() => child?.kill('SIGKILL'), this.drainSeconds * 1_000 + KILL_AFTER_MS);
    await this.ended;
    clearTimeout(late);
  }

  private async keepRunning(): Promise<void> {
    const { signal } = this.stopping;
    const first = (): IBackoff<unknown> => new ExponentialBackoff(BACKOFF).next();
    let backoff = first();
    while (!signal.aborted) {
      const startedAt = Date.now();
      const how = await this.live();
      if (signal.aborted) return;
      if (Date.now() - startedAt > HEALTHY_MS) backoff = first();
      this.logger.error(`ended by ${how}; it is started again in ${Math.round(backoff.duration)} ms`);
      await delay(backoff.duration, undefined, { signal }).catch(() => undefined);
      backoff = backoff.next(undefined);
    }
  }

  /** One life of Squid; returns how it ended. */
  private async live(): Promise<string> {
    const child = spawn(SQUID, ['-N', '-d1', '-f', this.configuration], {
      env: SQUID_ENVIRONMENT,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.child = child;
    createInterface({ input: child.stderr })
      .on('line', (line) => this.tell(line))
      .on('error', () => undefined);
    try {
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
      return signal ?? `status ${code}`;
    } catch (error) {
      return String(error);
    } finally {
      this.child = undefined;
    }
  }

  /** Lines such as `2026/11/29 02:14:43| WARNING: …`. */
  private tell(line: string): void {
    const text = line.replace(/^[\d/]+ [\d:]+(?: kid\d+)?\|\s*/, '');

    if (text === '' || EXPECTED.some((part) => text.includes(part))) return;
    if (/^(?:WARNING|ERROR|FATAL)/.test(text)) this.logger.warn(text);
    else this.logger.debug(text);
  }
}
