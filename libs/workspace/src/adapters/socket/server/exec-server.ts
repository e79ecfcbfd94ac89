import type { Socket } from 'node:net';
import { isAntonError } from '@anton/contracts';
import type { Workspace } from '../../../workspace.port';
import { PROTOCOL_VERSION, type Frame } from '../protocol/frame';
import { FrameChannel } from '../protocol/frame-channel';
import { requestSchema, type SandboxRequest } from '../protocol/request';
import { BadFrameError } from '../protocol/protocol.errors';
import { fillTree } from './fill-tree';
import { receivedFile } from './received-file';
import { serveProgram } from './serve-program';
import { SocketPath } from './socket-path';

/** How long a connection may take to say what it wants. */
const REQUEST_MS = 10_000;

/** Where the exec server listens, and how it opens the tree that it serves. */
export interface ExecServerOptions {
  /** Path of the unix socket; a file that lies there is replaced. */
  readonly socket: string;
  /** Folder of the tree. */
  readonly root: string;
  readonly open: () => Promise<Workspace>;
  /** Ends what commands left running and takes away what they left behind, outside the tree. Default: nothing. */
  readonly renew?: () => Promise<void>;
  /** No other process of this user can change this one or look into it. Default false. */
  readonly sealed?: boolean;
  /** Mode of the socket; default 0660: the runner is in the group of the folder (fsGroup). */
  readonly mode?: number;
  /** Ends every process but this one and its init: for what cleared its environment and left its group. */
  readonly endOthers?: (() => void) | null;
}

type Answer = Readonly<Record<string, unknown>>;

/**
 * Serves a workspace over a unix socket, one call a connection. It runs where the repository's code runs and holds no
 * secret; whoever reaches the socket can do what that code can do anyway.
 */
export class ExecServer {
  private readonly connections = new Set<Socket>();
  /** Calls that have processes of their own. */
  private busy = 0;
  /** Who connected before any command ran; nobody else may end what runs, or this connection. */
  private holder: Socket | null = null;
  private readonly path: SocketPath;

  private constructor(
    private readonly options: ExecServerOptions,
    private workspace: Workspace,
  ) {
    this.path = new SocketPath(options.socket, (socket) => this.receive(socket), options.mode);
  }

  static async listen(options: ExecServerOptions): Promise<ExecServer> {
    const server = new ExecServer(options, await options.open());
    await server.path.listen();
    return server;
  }

  /** Ends every connection, and with it every command. */
  async stop(): Promise<void> {
    const closed = this.path.close();
    for (const socket of this.connections) socket.destroy();
    await this.workspace.close();
    await closed;
  }

  private receive(socket: Socket): void {
    this.connections.add(socket);
    socket.once('close', () => this.connections.delete(socket));
    void this.serve(new FrameChannel(socket), socket);
  }

  private async serve(channel: FrameChannel, socket: Socket): Promise<void> {
    const frames = channel.frames();
    try {
      const request = await this.request(channel, frames);
      if (request === null) return channel.drop();
      if (request.op === 'hold') return await this.hold(channel, frames, socket);
      const answer = await this.answer(request, channel, frames);
      await channel.sendJson('answer', answer);
    } catch (error) {
      await channel.sendJson('failure', failureOf(error));
    } finally {
      await channel.finish(frames);
    }
  }

  /** Null when the peer went away without one, or took too long. */
  private async request(
    channel: FrameChannel,
    frames: AsyncGenerator<Frame>,
  ): Promise<SandboxRequest | null> {
    const late = setTimeout(() => channel.drop(), REQUEST_MS);
    try {
      const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
      if (frame?.kind !== 'request') return null;
      return requestSchema.parse(JSON.parse(frame.payload.toString('utf8')));
    } finally {
      clearTimeout(late);
    }
  }

  private async answer(
    request: Exclude<SandboxRequest, { op: 'hold' }>,
    channel: FrameChannel,
    frames: AsyncGenerator<Frame>,
  ): Promise<Answer> {
    const { workspace } = this;
    switch (request.op) {
      case 'hello':
        return { v: PROTOCOL_VERSION };
      case 'read': {
        const content = await workspace.read(request.path, request.maxBytes);
        await channel.sendData(content);
        return { bytes: content.length };
      }
      case 'write':
        await workspace.write(request.path, await receivedFile(frames, request.bytes));
        return {};
      case 'list':
        return workspace.list(request.path, request.limit);
      case 'tree': {
        const content = Buffer.from(JSON.stringify(await workspace.tree(request)));
        await channel.sendData(content);
        return { bytes: content.length };
      }
      case 'grep':
        return this.alone(() => workspace.grep({ ...request, signal: unwanted(frames) }));
      case 'exec':
        return this.alone(async () => ({
          ...(await workspace.exec({ ...request, signal: unwanted(frames) })),
        }));
      case 'start':
        return this.alone(async () => serveProgram(await workspace.start(request.command), channel, frames));
      case 'fill':
        return { entries: await fillTree(this.options.root, frames, request.remove) };
      case 'close':
        await this.renew();
        return {};
    }
  }

  /** Work that starts processes. Whatever lives when the last of it is over was left behind. */
  private async alone<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work();
    } finally {
      this.busy -= 1;
      if (this.busy === 0) {
        this.options.endOthers?.();
        await this.path.takeBack();
      }
    }
  }

  /** A closed workspace takes no more commands: the next runner finds a new one. */
  private async renew(): Promise<void> {
    const { workspace } = this;
    this.workspace = await this.options.open();
    await workspace.close();
    this.options.endOthers?.();
  }

  /**
   * Who connected before any command ran talks to this process for as long as the connection lasts, whatever lies at the
   * socket's path meanwhile. There is one: a command that could reset as well could cut it off.
   */
  private async hold(channel: FrameChannel, frames: AsyncGenerator<Frame>, socket: Socket): Promise<void> {
    if (this.holder !== null) throw new BadFrameError('a request to hold what is held already');
    this.holder = socket;
    socket.once('close', () => (this.holder = null));
    const { sealed = false } = this.options;
    await channel.sendJson('answer', { sealed });
    for await (const { kind } of frames) {
      if (kind !== 'reset') throw new BadFrameError('something else than a reset');
      await this.reset(socket);
      await channel.sendJson('answer', { sealed });
    }
  }

  /** Ends every command and every other connection, takes away what was left, and listens anew at the socket's path. */
  private async reset(holder: Socket): Promise<void> {
    const { options, workspace } = this;
    this.path.pause();
    // At once: a command that may take its time to end could listen in the meantime.
    options.endOthers?.();
    for (const socket of this.connections) if (socket !== holder) socket.destroy();
    await workspace.close();
    await options.renew?.();
    this.workspace = await options.open();
    await this.path.takeBack();
  }
}

/** Aborted when the peer says stop, or has gone: nobody waits for the command any more. */
function unwanted(frames: AsyncGenerator<Frame>): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  // Whatever comes, or breaks, instead of a frame ends the command as well.
  void frames.next().then(stop, stop);
  return controller.signal;
}

function failureOf(error: unknown): { code: string; message: string; remedy: string } {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 4_000);
  return isAntonError(error)
    ? { code: error.code, message, remedy: error.remedy.slice(0, 1_000) }
    : { code: 'sandbox_failed', message, remedy: 'Look at the log of the exec server.' };
}
