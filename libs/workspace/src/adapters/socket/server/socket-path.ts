import { once } from 'node:events';
import { chmod, lstat, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';

/** Connections at once: a run needs a few, a tool server one for as long as it lives. */
const MAX_CONNECTIONS = 128;
/** The runner is in the group of the folder (fsGroup). */
const MODE = 0o660;

/** Null when nothing lies there. */
async function inodeOf(path: string): Promise<bigint | null> {
  return lstat(path, { bigint: true }).then(
    ({ ino }) => ino,
    () => null,
  );
}

/**
 * Listens at a path that others may write to: what they put there is replaced, and connections that are open stay.
 */
export class SocketPath {
  private server: Server | null = null;
  /** The file of {@link server}. */
  private inode: bigint | null = null;
  /** The path is taken back by one at a time. */
  private takingBack: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly receive: (socket: Socket) => void,
    private readonly mode = MODE,
  ) {}

  async listen(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
    // A peer that has said all may still wait for its answer.
    const server = createServer({ allowHalfOpen: true }, this.receive);
    server.maxConnections = MAX_CONNECTIONS;
    this.server = server.listen(this.path);
    await once(server, 'listening');
    await chmod(this.path, this.mode);
    this.inode = await inodeOf(this.path);
  }

  /** Listens anew when it does not, or when something else lies at the path. */
  takeBack(): Promise<void> {
    const taken = this.takingBack.then(async () => {
      // Of one that was closed the file is gone, and its number may be that of another one.
      if (this.server !== null && (await inodeOf(this.path)) === this.inode) return;
      this.pause();
      await this.listen();
    });
    this.takingBack = taken.catch(() => undefined);
    return taken;
  }

  /** Takes no more connections; resolves when the last one has ended. The path goes with it. */
  async close(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  }

  /** Takes no more connections until the path is taken back. */
  pause(): void {
    this.server?.close();
    this.server = null;
  }
}
