import { chmod, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { isAntonError } from '@anton/contracts';
import type { Workspace } from '../../../workspace.port';
import { PROTOCOL_VERSION, type Frame } from '../protocol/frame';
import { FrameChannel } from '../protocol/frame-channel';
import { requestSchema, type SandboxRequest } from '../protocol/request';
import { fillTree } from './fill-tree';
import { receivedFile } from './received-file';
import { serveProgram } from './serve-program';

/** Connections at once: a run needs a few, a tool server one for as long as it lives. */
const MAX_CONNECTIONS = 128;
/** How long a connection may take to say what it wants. */
const REQUEST_MS = 10_000;

/** Where the exec server listens, and how it opens the tree that it serves. */
export interface ExecServerOptions {
  /** Path of the unix socket; a file that lies there is replaced. */
  readonly socket: string;
  /** Folder of the tree. */
  readonly root: string;
  readonly open: () => Promise<Workspace>;
  /** Mode of the socket; default 0660: the runner is in the group of the folder (fsGroup). */
  readonly mode?: number;
}

type Answer = Readonly<Record<string, unknown>>;

/**
 * Serves a workspace over a unix socket, one call a connection. It runs where the repository's code runs and holds no
 * secret; whoever reaches the socket can do what that code can do anyway.
 */
export class ExecServer {
  private readonly connections = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly root: string,
    private readonly open: () => Promise<Workspace>,
    private workspace: Workspace,
  ) {
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', (socket) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
      void this.serve(new FrameChannel(socket));
    });
  }

  static async listen({ socket, root, open, mode = 0o660 }: ExecServerOptions): Promise<ExecServer> {
    await rm(socket, { force: true });
    // A peer that has said all may still wait for its answer.
    const server = createServer({ allowHalfOpen: true });
    const serving = new ExecServer(server, root, open, await open());
    server.listen(socket);
    await once(server, 'listening');
    await chmod(socket, mode);
    return serving;
  }

  /** Ends every connection, and with it every command. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.connections) socket.destroy();
    await this.workspace.close();
    await closed;
  }

  private async serve(channel: FrameChannel): Promise<void> {
    const frames = channel.frames();
    try {
      const request = await this.request(channel, frames);
      if (request === null) return channel.drop();
      const answer = await this.answer(request, channel, frames);
      await channel.sendJson('answer', answer);
    } catch (error) {
      await channel.sendJson('failure', failureOf(error));
    } finally {
      channel.finish();
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
    request: SandboxRequest,
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
        return workspace.grep({ ...request, signal: unwanted(frames) });
      case 'exec':
        return { ...(await workspace.exec({ ...request, signal: unwanted(frames) })) };
      case 'start':
        return serveProgram(await workspace.start(request.command), channel, frames);
      case 'fill':
        return { entries: await fillTree(this.root, frames) };
      case 'close':
        await this.renew();
        return {};
    }
  }

  /** A closed workspace takes no more commands: the next runner finds a new one. */
  private async renew(): Promise<void> {
    const { workspace } = this;
    this.workspace = await this.open();
    await workspace.close();
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
