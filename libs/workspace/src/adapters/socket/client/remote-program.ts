import { Readable, Writable } from 'node:stream';
import { callbackify } from 'node:util';
import type { WorkspaceProcess } from '../../../workspace.port';
import type { Frame } from '../protocol/frame';
import type { FrameChannel } from '../protocol/frame-channel';
import { answerIn } from './sandbox-calls';

/** Of standard error, as the port gives it; in characters. */
const ERRORS_KEPT = 2_000;
/** A sandbox that does not tell the end of a program that was stopped is given up. */
const STOP_MS = 30_000;

/** A program in the sandbox, over a connection of its own. */
export class RemoteProgram implements WorkspaceProcess {
  readonly input: Writable;
  readonly output: Readable;
  readonly ended: Promise<number | null>;
  private readonly frames: AsyncGenerator<Frame>;
  private lastErrors = '';
  private isStopped = false;
  private taken = (): void => undefined;

  constructor(private readonly channel: FrameChannel) {
    this.frames = channel.frames();
    this.input = new Writable({
      write: (chunk: Buffer, _encoding, done) => callbackify(() => channel.sendData(chunk))(done),
      final: (done) => callbackify(() => channel.send('end'))(done),
    });
    // A program that has gone reads no more: its end says so.
    this.input.on('error', () => undefined);
    this.output = new Readable({ read: () => this.taken() });
    this.output.on('error', () => undefined);
    this.ended = this.follow();
  }

  errors(): string {
    return this.lastErrors;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.taken();
    await this.channel.send('stop');
    const late = setTimeout(() => this.channel.drop(), STOP_MS);
    await this.ended;
    clearTimeout(late);
  }

  /** Null when the connection ends without an answer, or with one that cannot be used. */
  private async follow(): Promise<number | null> {
    try {
      for await (const frame of this.frames) {
        if (frame.kind === 'data') await this.pass(frame.payload);
        else if (frame.kind === 'errors')
          this.lastErrors = frame.payload.toString('utf8').slice(-ERRORS_KEPT);
        else return answerIn('start', frame).exitCode;
      }
      return null;
    } catch (error) {
      this.lastErrors = `${this.lastErrors}\n${String(error)}`.slice(-ERRORS_KEPT);
      return null;
    } finally {
      this.output.push(null);
      this.input.destroy();
      this.channel.drop();
    }
  }

  /** Output that nobody takes stands still, until the program is stopped. */
  private async pass(piece: Buffer): Promise<void> {
    if (this.isStopped || this.output.push(piece)) return;
    await new Promise<void>((resolve) => (this.taken = resolve));
  }
}
