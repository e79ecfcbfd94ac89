import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { ExponentialBackoff, handleWhen, retry, type IPolicy } from 'cockatiel';
import { WorkspaceError, WORKSPACE_ERROR_CODES, type WorkspaceErrorCode } from '../../../workspace.errors';
import { ANSWERS, failureSchema, type AnswerOf } from '../protocol/answer';
import { PROTOCOL_VERSION, type Frame } from '../protocol/frame';
import { FrameChannel } from '../protocol/frame-channel';
import type { RequestOf, SandboxOp } from '../protocol/request';
import { SandboxAnswerError, SandboxFailedError, SandboxGoneError } from '../socket-workspace.errors';

const CONNECT_MS = 5_000;
/** Milliseconds between two looks at a sandbox that is started again; jittered. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** How one call is made. */
export interface CallOptions {
  /** The server has so long until its answer is complete. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Sends what follows the request. */
  readonly send?: (channel: FrameChannel) => Promise<void>;
  /** Takes what comes before the answer. */
  readonly onData?: (bytes: Buffer) => void;
}

async function connected(path: string): Promise<Socket> {
  const socket = connect(path);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
    return socket;
  } catch (error) {
    socket.destroy();
    throw new SandboxGoneError(error instanceof Error ? error.message : String(error), error);
  }
}

function parsed(op: SandboxOp, payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch (error) {
    throw new SandboxAnswerError(op, 'it is no JSON', error);
  }
}

function failure(op: SandboxOp, payload: Buffer): Error {
  const told = failureSchema.safeParse(parsed(op, payload));
  if (!told.success) return new SandboxAnswerError(op, 'its failure has an unknown form');
  const { code, message, remedy } = told.data;
  const isKnown = (WORKSPACE_ERROR_CODES as readonly string[]).includes(code);
  return isKnown
    ? new WorkspaceError(code as WorkspaceErrorCode, message, remedy)
    : new SandboxFailedError(op, message);
}

/** The answer in `frame`, checked. @throws WorkspaceError, SandboxGoneError, SandboxAnswerError */
export function answerIn<Op extends SandboxOp>(op: Op, { kind, payload }: Frame): AnswerOf<Op> {
  if (kind === 'failure') throw failure(op, payload);
  if (kind !== 'answer') throw new SandboxAnswerError(op, `it is a frame of kind ${kind}`);
  const answer = ANSWERS[op].safeParse(parsed(op, payload));
  if (!answer.success) throw new SandboxAnswerError(op, 'it has an unknown form', answer.error);
  return answer.data as AnswerOf<Op>;
}

/** Calls to the exec server at a unix socket, each over a connection of its own. */
export class SandboxCalls {
  /** Tries to connect again; nothing has been asked for by then. */
  private readonly connecting: IPolicy;

  /** One that nobody listens at is waited for `restartMs`: the container of the sandbox may be starting again. */
  constructor(
    private readonly path: string,
    readonly restartMs = 0,
  ) {
    this.connecting = retry(
      handleWhen((error) => error instanceof SandboxGoneError),
      {
        maxAttempts: Math.ceil(restartMs / LONGEST_WAIT_MS) * 2,
        backoff: new ExponentialBackoff({ initialDelay: FIRST_WAIT_MS, maxDelay: LONGEST_WAIT_MS }),
      },
    );
  }

  /** Opens a connection and says what is wanted. @throws SandboxGoneError */
  async begin<Op extends SandboxOp>(op: Op, request: RequestOf<Op>): Promise<FrameChannel> {
    const channel = new FrameChannel(await this.connecting.execute(() => connected(this.path)));
    await channel.sendJson('request', { v: PROTOCOL_VERSION, op, ...request });
    return channel;
  }

  /**
   * One call from its request to its answer.
   * @throws WorkspaceError what the server says; SandboxGoneError when it is silent or gone; SandboxAnswerError when it lies
   */
  async call<Op extends SandboxOp>(
    op: Op,
    request: RequestOf<Op>,
    { deadlineMs, signal, send, onData }: CallOptions,
  ): Promise<AnswerOf<Op>> {
    const channel = await this.begin(op, request);
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      channel.drop();
    }, deadlineMs);
    const stop = (): void => void channel.send('stop');
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      await send?.(channel);
      for await (const frame of channel.frames()) {
        if (frame.kind !== 'data') return answerIn(op, frame);
        if (onData === undefined) throw new SandboxAnswerError(op, 'it brings bytes that nobody asked for');
        onData(frame.payload);
      }
      throw new SandboxGoneError(isLate ? `${op} took more than ${deadlineMs} ms` : `it ended during ${op}`);
    } finally {
      clearTimeout(late);
      signal?.removeEventListener('abort', stop);
      channel.drop();
    }
  }
}
