import type { Frame } from '../protocol/frame';
import type { FrameChannel } from '../protocol/frame-channel';
import { SandboxGoneError } from '../socket-workspace.errors';
import { answerIn, type SandboxCalls } from './sandbox-calls';

/** The server takes its tree, its HOME and every process away; more is a sandbox that hangs. */
const RESET_MS = 120_000;
const HELLO_MS = 60_000;

/**
 * A connection to the exec server that is kept. What connects before the first command has the server itself at its
 * other end for as long as it lasts: code of the repository can put a socket of its own in the place of the server's,
 * but it cannot take over a connection. When the connection ends, the server has ended, and every process with it.
 */
export class HeldSandbox {
  private constructor(
    private readonly channel: FrameChannel,
    private readonly frames: AsyncGenerator<Frame>,
    /** The server says that no other process of its user can change it. */
    readonly sealed: boolean,
  ) {}

  /** @throws SandboxGoneError, SandboxAnswerError */
  static async take(calls: SandboxCalls): Promise<HeldSandbox> {
    const channel = await calls.begin('hold', {});
    const frames = channel.frames();
    const { sealed } = await answered(channel, frames, HELLO_MS);
    return new HeldSandbox(channel, frames, sealed);
  }

  /** Ends all that runs beside the server and takes away what it left outside the tree. @throws SandboxGoneError */
  async reset(): Promise<void> {
    await this.channel.send('reset');
    await answered(this.channel, this.frames, RESET_MS);
  }

  drop(): void {
    this.channel.drop();
  }
}

async function answered(channel: FrameChannel, frames: AsyncGenerator<Frame>, deadlineMs: number) {
  const late = setTimeout(() => channel.drop(), deadlineMs);
  try {
    const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
    if (frame === undefined) throw new SandboxGoneError('the connection that was held has ended');
    return answerIn('hold', frame);
  } catch (error) {
    channel.drop();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
