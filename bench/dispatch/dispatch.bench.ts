import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark, BenchmarkRequest, Findings } from '../harness/benchmark';
import { buildApplications } from '../harness/build-applications';
import type { Row } from '../harness/row';
import { packageVersion } from '../harness/versions';
import type { ApiUnderTest } from './api/api-under-test';
import { ClusterApi } from './api/cluster-api';
import { ScriptedApi } from './api/scripted-api';
import { coldStartRows, coldStarts } from './measure/cold-start';
import { limitRows } from './measure/limit';
import { memoryRows } from './measure/memory';
import { pointsRows } from './measure/points';
import { OPTIONS, planOf, type Part, type Plan } from './plan';
import { Line, type LineOptions } from './world/line';
import { seedLedger } from './world/seed-ledger';
import { Servers } from './world/servers';

/** Nothing waits for a place where it is not the limit that is measured. */
const NO_LIMIT = 100_000;
const MEMORY_RUNS = 20;

/** What all parts share. */
interface Place {
  readonly servers: Servers;
  readonly folder: string;
  readonly plan: Plan;
  readonly say: BenchmarkRequest['say'];
}

/** One orchestrator on one API server, for as long as `work` takes. */
async function withLine<A extends ApiUnderTest>(
  { servers, folder, plan }: Place,
  api: A,
  options: Pick<LineOptions, 'maxRuns'>,
  work: (line: Line, api: A) => Promise<Row[]>,
): Promise<Row[]> {
  try {
    const line = await Line.make(servers, api, { folder, profile: plan.profile, ...options });
    try {
      return await work(line, api);
    } finally {
      await line.stop();
    }
  } finally {
    await api.close();
  }
}

async function rowsOf(part: Part, place: Place, pointsApi: ApiUnderTest): Promise<Row[]> {
  const { servers, folder, plan, say } = place;
  const scripted = () => ScriptedApi.start(folder, plan.apiMs);
  say(`${part} …`);
  switch (part) {
    case 'points':
      return withLine(place, pointsApi, { maxRuns: NO_LIMIT }, (line, api) =>
        pointsRows({ line, api, clock: servers.clock }, plan, say),
      );
    case 'limit':
      return withLine(place, await scripted(), { maxRuns: plan.limit.runs }, (line, api) =>
        limitRows(line, api, plan.limit),
      );
    case 'memory':
      return withLine(place, await scripted(), { maxRuns: MEMORY_RUNS }, async (line) => {
        await seedLedger(servers.postgres, line.databaseName, plan.ledgerTasks);
        return memoryRows(line, plan.ledgerTasks, MEMORY_RUNS);
      });
    case 'start':
      return withLine(place, await scripted(), { maxRuns: 1 }, async (line) =>
        coldStartRows(await coldStarts(line, plan.starts)),
      );
  }
}

async function run(request: BenchmarkRequest): Promise<Findings> {
  const plan = planOf(request);
  await buildApplications();
  const folder = mkdtempSync(join(tmpdir(), 'anton-bench-'));
  if (plan.profile !== undefined) mkdirSync(plan.profile, { recursive: true });
  const servers = await Servers.start();
  try {
    const { KUBECONFIG: file = '' } = process.env;
    const api = file === '' ? await ScriptedApi.start(folder, plan.apiMs) : await ClusterApi.start(file);
    const place = { servers, folder, plan, say: request.say };
    const rows: Row[] = [];
    for (const part of plan.parts) rows.push(...(await rowsOf(part, place, api)));
    if (!plan.parts.includes('points')) await api.close();
    const client = { '@kubernetes/client-node': packageVersion('@kubernetes/client-node') };
    return {
      rows,
      versions: { ...(await servers.versions()), ...client, 'API server': api.version },
      notes: [
        `message to Job: the API server is ${api.name}`,
        `limit, memory and start: the scripted API server, ${plan.apiMs} ms a write`,
      ],
    };
  } finally {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A message becomes a Job: what the orchestrator adds to two calls of the API, how it holds its limit, what it takes. */
export const dispatch: Benchmark = {
  name: 'dispatch',
  summary: 'messages to Jobs: anton beside two raw calls; its limit of runs, its memory, its start',
  options: OPTIONS,
  run,
};
