import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ExecOutput } from '../../../workspace.port';
import { wholeCharacters } from '../whole-characters';

/** `agent-loop` 5.1: whole up to 16,000 characters, else 1,000 of the beginning and 3,000 of the end. */
const WHOLE = 16_000;
const HEAD = 1_000;
const TAIL = 3_000;
/** What a log keeps at most; the rest is counted. */
const MAX_LOG_BYTES = 50 * 1024 * 1024;

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Keeps the output of one command: all of it in a file, a bounded part in memory. */
export class OutputRecorder {
  private bytes = 0;
  private logged = 0;
  private head = Buffer.alloc(0);
  private tail: Buffer = Buffer.alloc(0);
  private readonly log: WriteStream;
  private failure: Error | undefined;

  constructor(
    file: string,
    private readonly logPath: string,
  ) {
    this.log = createWriteStream(file, { mode: 0o600 });
    this.log.on('error', (error) => (this.failure ??= error));
  }

  /** Takes a piece of output; false asks to wait for {@link drained}. */
  take(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.head.length < WHOLE * 4)
      this.head = Buffer.concat([this.head, chunk.subarray(0, WHOLE * 4 - this.head.length)]);
    this.tail = this.tailWith(chunk);
    const room = MAX_LOG_BYTES - this.logged;
    if (room <= 0 || this.failure !== undefined) return true;
    this.logged += Math.min(room, chunk.length);
    return this.log.write(chunk.subarray(0, room));
  }

  /** A flood comes in large pieces: the end of one is enough then, without a copy. */
  private tailWith(chunk: Buffer): Buffer {
    return chunk.length >= TAIL * 4
      ? chunk.subarray(-TAIL * 4)
      : Buffer.concat([this.tail, chunk]).subarray(-TAIL * 4);
  }

  async drained(): Promise<void> {
    await once(this.log, 'drain').catch((error: unknown) => (this.failure ??= asError(error)));
  }

  /** Lets go of the log without a result: the command could not be started. */
  async abandon(): Promise<void> {
    this.log.destroy();
    if (!this.log.closed)
      await once(this.log, 'close').catch((error: unknown) => (this.failure ??= asError(error)));
  }

  /** Ends the log and gives what is kept. @throws when the log could not be written. */
  async end(): Promise<ExecOutput> {
    this.log.end();
    await finished(this.log).catch((error: unknown) => (this.failure ??= asError(error)));
    if (this.failure !== undefined) throw this.failure;
    const whole = this.head.toString('utf8');
    const fits = this.bytes === this.head.length && whole.length <= WHOLE;
    return {
      text: fits ? whole : this.shortened(whole),
      truncated: !fits,
      bytes: this.bytes,
      logPath: this.logPath,
    };
  }

  private shortened(whole: string): string {
    const head = wholeCharacters(whole.slice(0, HEAD));
    const tail = wholeCharacters(this.tail.toString('utf8').slice(-TAIL));
    const kept = this.bytes > this.logged ? `its first ${this.logged} are` : 'the full text is';
    return `${head}\n[… ${this.bytes} bytes in all; ${kept} in ${this.logPath} …]\n${tail}`;
  }
}
