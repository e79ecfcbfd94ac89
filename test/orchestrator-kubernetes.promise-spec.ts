import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedKubernetes } from '@anton/simulation';
import { newOrchestrator } from './support/orchestrator-process';
import type { AppProcess } from './support/processes/app-process';

const PATIENCE = { timeout: 30_000, interval: 100 };

describe('the built orchestrator with ANTON_EXECUTOR=kubernetes', () => {
  let dir: string;
  let server: ScriptedKubernetes;
  let orchestrator: AppProcess;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-orchestrator-'));
    server = await ScriptedKubernetes.start();
    await writeFile(join(dir, 'config'), server.kubeconfig);
  });
  afterEach(async () => {
    await orchestrator.kill();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('loads the client, reads the manifests, watches Jobs and Pods, is ready, and stops', async () => {
    orchestrator = await newOrchestrator({
      dir,
      catalog: resolve('catalog'),
      brokerUri: 'amqp://127.0.0.1:9',
      ledgerFile: join(dir, 'ledger.db'),
      variables: {
        ANTON_QUEUE: 'embedded',
        ANTON_EXECUTOR: 'kubernetes',
        ANTON_RUNNER_IMAGE: 'runner:1',
        KUBECONFIG: join(dir, 'config'),
      },
    });
    await orchestrator.start();
    await vi.waitFor(() => expect(server.openWatches).toBe(2), PATIENCE);
    expect(server.requests.map(({ path }) => path)).toContain('/apis/batch/v1/namespaces/agents/jobs');
    await orchestrator.until('ready');
    expect(await orchestrator.stop()).toBe(0);
  });
});
