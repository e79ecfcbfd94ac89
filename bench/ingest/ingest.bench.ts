import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import type { Row } from '../harness/row';
import { datadogRequests, jiraRequests } from './deliveries/request-sets';
import { chooseLoadGenerator } from './load/choose-load-generator';
import { bodySizeRows } from './measure/body-sizes';
import { BrokerUnderLoad } from './measure/broker-under-load';
import type { Instruments } from './measure/measurement';
import { messageSizeRows } from './measure/message-size';
import { measurePoint, type Point } from './measure/points';
import { soakRows } from './measure/soak';
import { warmUp } from './measure/warm-up';
import { OPTIONS, planOf, type Plan } from './plan';
import type { ServerProcess } from './servers/server-process';
import { startServers } from './servers/servers';

const JIRA_ROUNDS = 3;

function pointsOf({ connections, rounds, seconds, onlyPoints }: Plan): Point[] {
  const datadog = connections.map((count) => ({
    where: count === 1 ? '1 connection' : `${count} connections`,
    requests: datadogRequests(),
    connections: count,
    rounds,
    seconds,
  }));
  if (onlyPoints) return datadog;
  const jira = { requests: jiraRequests(), connections: 32, rounds: Math.min(rounds, JIRA_ROUNDS), seconds };
  return [...datadog, { where: '32 connections, Jira', ...jira }];
}

async function rowsOf(
  plan: Plan,
  servers: readonly ServerProcess[],
  instruments: Instruments,
  say: BenchmarkRequest['say'],
): Promise<Row[]> {
  const rows = await messageSizeRows(servers, instruments.broker);
  if (!plan.isQuick) for (const server of servers) await warmUp(server, instruments);
  for (const point of pointsOf(plan)) {
    const isJira = point.where.includes('Jira');
    const able = servers.filter(({ name }) => !isJira || name !== 'fastapi');
    rows.push(...(await measurePoint(able, point, instruments, say)));
  }
  if (!plan.onlyPoints) rows.push(...(await bodySizeRows(servers, plan.isQuick, instruments)));
  const anton = servers.find(({ name }) => name === 'anton');
  if (plan.soakMinutes > 0 && anton !== undefined)
    rows.push(...(await soakRows(anton, plan.soakMinutes, instruments.broker)));
  return rows;
}

async function run(request: BenchmarkRequest): Promise<Findings> {
  const plan = planOf(request);
  const generator = chooseLoadGenerator(plan.generator);
  const folder = mkdtempSync(join(tmpdir(), 'anton-bench-'));
  if (plan.profile !== undefined) mkdirSync(plan.profile, { recursive: true });
  const broker = await BrokerUnderLoad.start();
  try {
    const place = { brokerUri: broker.uri, folder, profile: plan.profile };
    const { running, versions, notes } = await startServers(plan.servers, place);
    try {
      const rows = await rowsOf(plan, running, { broker, generator }, request.say);
      const load = { [generator.name]: generator.version };
      return {
        rows,
        versions: { rabbitmq: broker.version, ...versions, ...load },
        notes: [`load by ${generator.name}`, ...notes],
      };
    } finally {
      await Promise.all(running.map((server) => server.stop()));
    }
  } finally {
    await broker.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Signed webhook in, confirmed by a quorum queue, 202 out: Anton beside a bare server, and beside FastAPI. */
export const ingest: Benchmark = {
  name: 'ingest',
  summary: 'webhooks to a confirmed message: anton beside bare fastify + amqplib, and beside FastAPI',
  options: OPTIONS,
  run,
};
