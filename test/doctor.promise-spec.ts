import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineLedger, openPostgresLedger } from '@anton/ledger';
import { missingQueues, openRabbitQueue } from '@anton/queue';
import { startPostgres, type Postgres } from './support/postgres/postgres';
import { startBroker, type Broker } from './support/rabbitmq/broker';

/** What `anton doctor` finds at real servers; what it says about it is in its own spec. */
describe('a look at the services', () => {
  let broker: Broker;
  let server: Postgres;
  beforeAll(async () => {
    [broker, server] = await Promise.all([startBroker(), startPostgres({ fsync: 'off' })]);
  });
  afterAll(async () => {
    await Promise.all([broker.stop(), server.stop()]);
  });

  it('names the queues that RabbitMQ lacks, and declares none', async () => {
    const uri = await broker.newVhost();
    const all = [
      'orchestrator_queue',
      'orchestrator_queue.urgent',
      'orchestrator_queue.dlq',
      'webhooks_parked',
    ];
    expect(await missingQueues(uri)).toEqual(all);
    expect(await missingQueues(uri)).toEqual(all);
    const queue = await openRabbitQueue({ uri });
    await queue.probe();
    expect(await missingQueues(uri)).toEqual([]);
    await queue.onApplicationShutdown();
  });

  it('does not show the password that RabbitMQ refuses', async () => {
    const uri = new URL(broker.uri());
    uri.password = 'hunter2hunter2';
    const refused = missingQueues(uri.href);
    await expect(refused).rejects.toMatchObject({ code: 'queue_unavailable' });
    await expect(refused).rejects.not.toThrow(/hunter2/);
  });

  it('tells whether the tables of PostgreSQL are there, and makes none', async () => {
    const environment = { DATABASE_URL: server.url(await server.newDatabase()), ANTON_DATA_DIR: '.' };
    const empty = await examineLedger(environment);
    expect(empty).toMatchObject({ kind: 'postgresql', exists: false });
    expect(empty.pending.length).toBeGreaterThan(5);
    expect(await examineLedger(environment)).toEqual(empty);
    const ledger = await openPostgresLedger({ url: environment.DATABASE_URL });
    await ledger.onApplicationShutdown();
    expect(await examineLedger(environment)).toEqual({ kind: 'postgresql', exists: true, pending: [] });
  });
});
