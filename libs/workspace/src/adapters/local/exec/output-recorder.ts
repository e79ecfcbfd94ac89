import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { ExecOutput } from '../../../workspace.port';
import { wholeCharacters } from '../whole-characters';
import { OutputTail } from './output-tail';

/** `agent-loop` 5.1: whole up to 16,000 characters, else 1,000 of the beginning and 3,000 of the end. */
const WHOLE = 16_000;
const HEAD = 1_000;
const TAIL = 3_000;
/** What a log keeps at most; the rest is counted. */
const MAX_LOG_BYTES = 50 * 1024 * 1024;

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/**
 * Gives the memory of a piece back at once. It lies outside V8's heap, and V8 collects such pieces only when 64 MiB of them
 * have gathered. Parts of a shared buffer are left alone.
 */
function release({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

/** Keeps the output of one command: all of it in a file, a bounded part in memory. */
export class OutputRecorder {
  private bytes = 0;
  private logged = 0;
  private head = Buffer.alloc(0);
  private readonly tail = new OutputTail(TAIL * 4);
  private readonly log: WriteStream;
  private failure: Error | undefined;

  constructor(
    file: string,
    private readonly logPath: string,
  ) {
    this.log = createWriteStream(file, { mode: 0o600 });
    this.log.on('error', (error) => (this.failure ??= error));
  }

  /** Takes a piece of output, which is of no use to anybody else afterwards; false asks to wait for {@link drained}. */
  take(chunk: Buffer): boolean {
    this.bytes += chunk.length;
    if (this.head.length < WHOLE * 4)
      this.head = Buffer.concat([this.head, chunk.subarray(0, WHOLE * 4 - this.head.length)]);
    this.tail.add(chunk);
    const room = MAX_LOG_BYTES - this.logged;
    if (room <= 0 || this.failure !== undefined) {
      release(chunk);
      return true;
    }
    this.logged += Math.min(room, chunk.length);
    return this.log.write(chunk.subarray(0, room), () => release(chunk));
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
    const tail = wholeCharacters(this.tail.toString().slice(-TAIL));
    const kept = this.bytes > this.logged ? `its first ${this.logged} are` : 'the full text is';
    return `${head}\n[… ${this.bytes} bytes in all; ${kept} in ${this.logPath} …]\n${tail}`;
  }
}
