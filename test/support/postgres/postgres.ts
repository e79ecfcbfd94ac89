import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePorts } from '../processes/free-ports';
import { PASSWORD, PostgresFolder, USER } from './postgres-folder';
import { PostgresProcess } from './postgres-process';

const START_DEADLINE_MS = 60_000;
const POLL_MS = 25;

/** A PostgreSQL server of this process alone, on loopback. It is gone when this process is. */
export class Postgres {
  private readonly process: PostgresProcess;
  private databases = 0;

  constructor(
    private readonly folder: PostgresFolder,
    /** The same after every {@link start}. */
    readonly port: number,
  ) {
    this.process = new PostgresProcess(folder, port);
  }

  /** Address of a database; `port` is another one when a proxy stands in between. */
  url(database = 'postgres', port = this.port): string {
    return `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  }

  /** Makes an empty database and resolves with its name. */
  async newDatabase(): Promise<string> {
    const name = `test_${(this.databases += 1)}`;
    await this.query(`create database ${name}`);
    return name;
  }

  /** Runs SQL over a connection of its own and resolves with the rows. */
  async query(sql: string, database?: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new Client({ connectionString: this.url(database), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Starts the server on its port and its data, and waits until it takes clients. */
  async start(): Promise<void> {
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.isReady())) {
      // Right after a kill it ends at once, while processes of the one before still hold the shared memory.
      if (!this.process.running) this.process.spawn();
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not start:\n${this.folder.logTail()}`);
      await delay(POLL_MS);
    }
  }

  /** SIGKILL to the postmaster and all its processes. */
  kill(): Promise<void> {
    return this.process.kill();
  }

  /** Ends it in order and leaves its data for the next {@link start}. */
  shutDown(): Promise<void> {
    return this.process.stop();
  }

  /** Connections stay open and nothing answers, until {@link resume}. */
  pause(): void {
    this.process.signal('SIGSTOP');
  }

  resume(): void {
    this.process.signal('SIGCONT');
  }

  /** Ends the server and removes its data. */
  async stop(): Promise<void> {
    await this.process.kill();
    this.folder.remove();
  }

  private async isReady(): Promise<boolean> {
    if (!this.process.running) return false;
    return this.query('select 1').then(
      () => true,
      () => false,
    );
  }
}

/**
 * Starts a private server with its own data, log and port. With `fsync` off it makes databases ten times faster and
 * still loses nothing to a kill, only to a loss of power.
 * @throws Error that names what to install when PostgreSQL is missing
 */
export async function startPostgres({ fsync }: { fsync: 'on' | 'off' } = { fsync: 'on' }): Promise<Postgres> {
  const [port = 0] = await freePorts(1);
  const server = new Postgres(new PostgresFolder(fsync), port);
  try {
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}
