import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { opensslHmac } from './support/deliveries';
import { anton, replayUntil } from './support/operator-command';
import { newOrchestrator } from './support/orchestrator-process';
import { AppProcess } from './support/processes/app-process';
import { freePorts } from './support/processes/free-ports';
import { startBroker, type Broker } from './support/rabbitmq/broker';

const SECRET = 'secret-of-the-team-0123';
const MANY = 60;
const PATIENCE = { timeout: 60_000, interval: 500 };

describe('parked deliveries on RabbitMQ', () => {
  const dir = mkdtempSync(join(tmpdir(), 'anton-parked-'));
  const catalog = join(dir, 'catalog');
  let broker: Broker;
  let ingester: AppProcess;
  let variables: Record<string, string>;

  /** The bodies have their fields below /alert. */
  function writeSources(root: string): void {
    const team = `{ header: x-team, externalId: ${root}/id, title: ${root}/title }`;
    writeFileSync(join(catalog, 'sources.yaml'), `generic: { team: ${team} }\n`);
  }

  beforeAll(async () => {
    cpSync('catalog', catalog, { recursive: true });
    writeFileSync(join(catalog, 'repositories.yaml'), 'version: 1\nrepositories: []\n');
    writeSources('/alarm');
    broker = await startBroker();
    const [port = 0] = await freePorts(1);
    variables = {
      BROKER_URI: await broker.newVhost(),
      ANTON_DATA_DIR: join(dir, 'data'),
      ANTON_CATALOG_DIR: catalog,
    };
    ingester = new AppProcess({
      app: 'ingester',
      url: `http://127.0.0.1:${port}`,
      variables: { ...variables, PORT: String(port), WEBHOOK_SECRET_GENERIC_TEAM: SECRET },
    });
    await ingester.start();
    await ingester.until('ready');
  });
  afterAll(async () => {
    await ingester.kill();
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  async function send(id: string): Promise<unknown> {
    const body = JSON.stringify({ alert: { id, title: `It burns: ${id}` } });
    const headers = { 'content-type': 'application/json', 'x-team': opensslHmac(body, SECRET) };
    const url = `${ingester.url}/webhooks/generic/team`;
    return (await fetch(url, { method: 'POST', headers, body })).json();
  }

  it('are replayed once the mapping is mended, through kill -9 of the replay and of the broker', async () => {
    const ids = Array.from({ length: MANY }, (_, index) => `id-${index}`);
    for (const id of ids) expect(await send(id)).toMatchObject({ status: 'parked' });
    await vi.waitFor(async () => {
      const metrics = await (await fetch(`${ingester.url}/metrics`)).text();
      expect(metrics).toContain(`anton_parked_deliveries ${MANY}\n`);
    }, PATIENCE);
    const { out } = await anton(variables, 'ingest', 'parked', '--limit', '1');
    expect(out).toContain(`the body has no text at /alarm/id\n1 shown, ${MANY} parked`);

    writeSources('/alert');
    const killed = await replayUntil(variables, 10, (kill) => kill());
    expect(killed.signal).toBe('SIGKILL');
    let brokerGone: Promise<void> = Promise.resolve();
    const stopped = await replayUntil(variables, 10, () => {
      brokerGone = broker.kill();
    });
    await brokerGone;
    expect(stopped).toMatchObject({ status: 1, signal: null });
    const down = await anton(variables, 'ingest', 'replay');
    expect(down.status).toBe(1);
    expect(down.err).toMatch(/RabbitMQ[\s\S]+Nothing is lost/);

    await broker.start();
    await vi.waitFor(async () => {
      const last = await anton(variables, 'ingest', 'replay', '--json');
      expect(last.objects().at(-1)).toMatchObject({ summary: { ignored: 0, kept: 0 }, stopped: null });
      expect(last.status).toBe(0);
    }, PATIENCE);
    expect((await anton(variables, 'ingest', 'parked')).out).toBe('nothing is parked');

    const ledgerFile = join(dir, 'ledger.db');
    const orchestrator = await newOrchestrator({
      dir,
      catalog,
      brokerUri: variables['BROKER_URI'] ?? '',
      ledgerFile,
    });
    await orchestrator.start();
    await orchestrator.until('ready');
    const titles = async (): Promise<string[]> => {
      const list = await anton({ ANTON_DATA_DIR: dir }, 'task', 'list', '--json', '--limit', '1000');
      return (JSON.parse(list.out) as { task: { title: string } }[]).map(({ task }) => task.title);
    };
    const wanted = new Set(ids.map((id) => `It burns: ${id}`));
    await vi.waitFor(async () => expect(new Set(await titles())).toEqual(wanted), PATIENCE);
    expect(await titles()).toHaveLength(MANY);
    await orchestrator.kill();
  }, 300_000);
});
