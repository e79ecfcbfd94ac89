import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { openRabbitQueue } from '@anton/queue';
import { startPostgres, type Postgres } from '../postgres/postgres';
import { startBroker, type Broker } from '../rabbitmq/broker';

/** What all watched orchestrators share. */
export interface FaultServers {
  readonly broker: Broker;
  readonly postgres: Postgres;
  /** The bundled `watch-calls.preload.ts`. */
  readonly preload: string;
}

/** A queue that one task after the other may use: to declare one takes RabbitMQ longer than all that is done with it. */
export interface TestQueue {
  readonly uri: string;
  readonly tasks: Awaited<ReturnType<typeof openRabbitQueue>>;
}

export interface OpenFaultServers extends FaultServers {
  newQueue(): Promise<TestQueue>;
  close(): Promise<void>;
}

/** Starts the real servers and bundles what is loaded into the orchestrators. */
export async function openFaultServers(): Promise<OpenFaultServers> {
  const dir = mkdtempSync(join(tmpdir(), 'anton-fault-points-'));
  const preload = join(dir, 'watch-calls.mjs');
  const entryPoints = [join(import.meta.dirname, 'watch-calls.preload.ts')];
  const [broker, postgres] = await Promise.all([
    startBroker(),
    startPostgres({ fsync: 'off' }), // nothing here loses its power
    build({ entryPoints, outfile: preload, bundle: true, platform: 'node', format: 'esm' }),
  ]);
  const queues: TestQueue[] = [];
  const newQueue = async (): Promise<TestQueue> => {
    const uri = await broker.newVhost();
    const queue = { uri, tasks: await openRabbitQueue({ uri }) };
    queues.push(queue);
    return queue;
  };
  const close = async (): Promise<void> => {
    await Promise.all(queues.map(({ tasks }) => tasks.onApplicationShutdown()));
    await Promise.all([broker.stop(), postgres.stop()]);
    rmSync(dir, { recursive: true, force: true });
  };
  return { broker, postgres, preload, newQueue, close };
}
