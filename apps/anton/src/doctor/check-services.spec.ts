import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedKubernetes } from '@anton/simulation';
import { checkBroker } from './check-broker';
import { checkCluster } from './check-cluster';
import { checkCollector } from './check-collector';
import { checkLedger } from './check-ledger';
import { checkServices } from './check-services';
import { readServiceEnvironment } from './service-environment';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'anton-doctor-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the ledger', () => {
  it('is good while there is none, and made by nobody who only looks', async () => {
    const environment = { ANTON_DATA_DIR: dir };
    expect(await checkLedger(environment)).toMatchObject({ state: 'good' });
    expect(await checkLedger(environment)).toMatchObject({ detail: expect.stringContaining('first start') });
  });

  it('tells which steps of its tables are to be made', async () => {
    const file = join(dir, 'ledger.db');
    const db = new DatabaseSync(file);
    db.exec(
      "create table kysely_migration (name text primary key, timestamp text); insert into kysely_migration values ('001_ledger', '2026'), ('002_signals', '2026')",
    );
    db.close();
    const finding = await checkLedger({ DATABASE_URL: `file:${file}`, ANTON_DATA_DIR: dir });
    expect(finding).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('Back the ledger up'),
    });
    expect(finding.detail).toMatch(/^sqlite: 003_spend_of_repositories, .* will be made$/);
  });

  it('is bad when nobody listens, and its password is not shown', async () => {
    const url = `postgresql://anton:hunter2hunter2@127.0.0.1:${await closedPort()}/anton`;
    const finding = await checkLedger({ DATABASE_URL: url, ANTON_DATA_DIR: dir });
    expect(finding).toMatchObject({ check: 'ledger', state: 'bad', remedy: expect.stringMatching(/./) });
    expect(JSON.stringify(finding)).not.toContain('hunter2');
  });
});

it('finds a broker that does not listen, and does not show its password', async () => {
  const finding = await checkBroker(`amqp://anton:hunter2hunter2@127.0.0.1:${await closedPort()}/anton`);
  expect(finding).toMatchObject({
    check: 'broker',
    state: 'bad',
    remedy: expect.stringContaining('BROKER_URI'),
  });
  expect(JSON.stringify(finding)).not.toContain('hunter2');
});

describe('the cluster', () => {
  let server: ScriptedKubernetes;
  let kubeconfig: string;

  beforeEach(async () => {
    server = await ScriptedKubernetes.start();
    kubeconfig = join(dir, 'config');
    await writeFile(kubeconfig, server.kubeconfig);
  });
  afterEach(() => server.close());

  const check = (image?: string) => checkCluster({ namespace: 'agents', kubeconfig }, image);

  it('is good when every right of the executor is there', async () => {
    expect(await check('runner:1')).toEqual([
      { check: 'runner image', state: 'good', detail: 'runner:1', remedy: null },
      { check: 'cluster', state: 'good', detail: 'may do what runs need in agents', remedy: null },
    ]);
  });

  it('names the rights that are missing, and the image that is not set', async () => {
    for (const right of ['create jobs', 'get pods/log']) server.denied.add(right);
    const [image, rights] = await check();
    expect(image).toMatchObject({ state: 'bad', remedy: 'Set it to the image of the runner.' });
    expect(rights).toMatchObject({
      state: 'bad',
      detail: 'may not create jobs, get pods/log in agents',
      remedy: expect.stringContaining('role.yaml'),
    });
  });

  it('is bad when the API server knows nobody here, or is not there', async () => {
    server.fail({ fault: { kind: 'status', status: 401 }, times: 1_000, matches: () => true });
    expect((await check('runner:1'))[1]).toMatchObject({ state: 'bad', remedy: expect.stringMatching(/./) });
    const away = { ...(JSON.parse(server.kubeconfig) as object) };
    const cluster = { server: `http://127.0.0.1:${await closedPort()}` };
    await writeFile(kubeconfig, JSON.stringify({ ...away, clusters: [{ name: 'scripted', cluster }] }));
    const [, gone] = await check('runner:1');
    expect(gone).toMatchObject({ state: 'bad', remedy: expect.stringContaining('API server') });
  });

  it('is bad when the kubeconfig cannot be read', async () => {
    await writeFile(kubeconfig, '{ not yaml: [');
    expect((await check('runner:1'))[1]).toMatchObject({
      state: 'bad',
      remedy: expect.stringContaining('KUBECONFIG'),
    });
  });
});

describe('the collector', () => {
  let server: Server;
  let status = 200;
  let endpoint: string;

  beforeEach(async () => {
    server = createServer((request, response) =>
      response.writeHead(request.url === '/v1/traces' ? status : 500).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('takes traces, or the remedy says which port does', async () => {
    expect(await checkCollector(`${endpoint}/`)).toMatchObject({ state: 'good' });
    status = 404;
    expect(await checkCollector(endpoint)).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('4318'),
    });
  });

  it('is not reached', async () => {
    expect(await checkCollector(`http://127.0.0.1:${await closedPort()}`)).toMatchObject({
      state: 'warning',
    });
  });
});

it('looks at what the environment names, and at nothing else', async () => {
  const none = readServiceEnvironment({ ANTON_DATA_DIR: dir });
  expect((await checkServices(none)).map(({ check }) => check)).toEqual(['ledger']);
  const port = await closedPort();
  const all = readServiceEnvironment({
    ANTON_DATA_DIR: dir,
    BROKER_URI: `amqp://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  });
  expect((await checkServices(all)).map(({ check }) => check)).toEqual(['ledger', 'broker', 'collector']);
  expect(await checkServices(readServiceEnvironment({ BROKER_URI: 'nonsense' }))).toEqual([]);
});
