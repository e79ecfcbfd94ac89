import { Socket } from 'node:net';
import type { PostgresPool } from 'kysely';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { GuardedClient } from './guarded-client';
import { connectFailure } from './postgres-failure';

/** What is said to the server when a connection opens; also through a pooler that takes no startup options. */
type SessionSetup = (client: Pick<PoolClient, 'query'>) => Promise<unknown>;

/** How long connections may take to say goodbye, in milliseconds. */
const POLITE_MS = 1000;

/**
 * A pool of pg in the shape of kysely's driver. A server that died ends no process and no connection that is used
 * again: pg reports the death of a connection as an event, whoever holds it.
 */
export class GuardedPool implements PostgresPool {
  private readonly pool: Pool;
  private readonly sockets = new Set<Socket>();
  private readonly clients = new WeakMap<PoolClient, GuardedClient>();

  /** `where` names the server in errors; `prepare` must succeed once before the first connection is given. */
  constructor(
    config: PoolConfig,
    setup: SessionSetup,
    private readonly where: string,
    private readonly prepare: () => Promise<void>,
  ) {
    const awaited: object = { onConnect: setup }; // pg waits for it, which its types do not say
    this.pool = new Pool({ ...config, ...awaited, stream: () => this.newSocket() });
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  get options(): object {
    return this.pool.options;
  }

  /** @throws DatabaseDownError */
  async connect(): Promise<GuardedClient> {
    if (!this.pool.ending) await this.prepare();
    const client = await this.pool.connect().catch((error: unknown) => {
      throw this.pool.ending ? error : connectFailure(error, this.where);
    });
    const known = this.clients.get(client);
    if (known !== undefined) return known;
    const guarded = new GuardedClient(client, this.where, () => this.breakOff());
    this.clients.set(client, guarded);
    return guarded;
  }

  /** Waits for what is under way; a server that does not answer is left without a goodbye. */
  async end(): Promise<void> {
    await this.pool.end();
    setTimeout(() => this.breakOff(), POLITE_MS).unref();
  }

  /** The other connections lead to the same server, which does not answer: each would cost its caller the same wait. */
  private breakOff(): void {
    for (const socket of this.sockets) socket.destroy(new Error('Connection terminated: no answer in time'));
  }

  private newSocket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}
