import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AgentModule } from '@anton/agent';
import { CodeHostsModule, LocalCodeHostModule } from '@anton/codehost';
import { parseRunReport, type AgentTask, type RouteDecision, type RunReport } from '@anton/contracts';
import {
  AnthropicModelModule,
  CoderModel,
  OpenAiModelModule,
  ReviewerModel,
  type RetryOptions,
} from '@anton/models';
import { Redactor } from '@anton/platform';
import { startScriptedModels, type Scenario, type ScriptedModels } from '@anton/simulation';
import { makeBareRepository } from '@anton/testing/code-host';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { RunModule, RunTask, type PodVolumes } from '../src';
import { SimulatedPod } from './simulated-pod';

/** A secret that the run's redactor knows. */
export const KNOWN_SECRET = 'hunter2-hunter2';

const FAST_RETRY = { attempts: 2, initialDelayMs: 5, maxDelayMs: 10, idleMs: 5_000, attemptMs: 10_000 };
const TEST = `const { test } = require('node:test');
const assert = require('node:assert');
test('pays the bill', () => assert.equal(require('./pay').pay(1), 1));
`;

/** The repository before the run: its one test is red. */
export const FILES: Readonly<Record<string, string>> = {
  'pay.js': 'exports.pay = (bill) => bill + 1;\n',
  'pay.test.js': TEST,
};

/** What a {@link RunUnderTest} is given; `route` and `task` replace what they name. */
export interface RunSettings {
  readonly route?: Partial<RouteDecision>;
  readonly task?: Partial<AgentTask>;
  readonly files?: Readonly<Record<string, string>>;
  readonly checkTimeoutMs?: number;
  /** How calls to the models are tried again, beside short waits. */
  readonly retry?: Partial<RetryOptions>;
  /** `pod`: the tree and the commands are behind the socket of an exec server; default `local`. */
  readonly place?: 'local' | 'pod';
  /** Modules with further tools or reviewers. */
  readonly imports?: NonNullable<ModuleMetadata['imports']>;
}

/** A pull request of the local code host. */
export interface OpenedPullRequest {
  readonly title: string;
  readonly draft: boolean;
  readonly head: string;
  readonly body: string;
}

/** The run station as the runner composes it: real git, real processes, the vendors' SDKs against scripted models. */
export interface RunUnderTest {
  readonly models: ScriptedModels;
  readonly branch: string;
  /** The progress lines so far. */
  readonly lines: readonly string[];
  /** The file in which the newest attempt is recorded. */
  trajectory(): string;
  /** One attempt, in folders of its own. */
  run(signal?: AbortSignal): Promise<RunReport>;
  /** Git in the bare repository. */
  git(...args: string[]): string;
  pullRequests(): OpenedPullRequest[];
  /** Forgets the pull requests, as if a runner had ended right after its push. */
  forgetPullRequests(): Promise<void>;
  close(): Promise<void>;
}

function openApp(
  models: ScriptedModels,
  { checkTimeoutMs = 60_000, retry = {}, imports = [] }: RunSettings,
  pod?: PodVolumes,
) {
  const redactor = new Redactor([KNOWN_SECRET]);
  const common = { apiKey: 'scripted', retry: { ...FAST_RETRY, ...retry }, redactor };
  const vendors = [
    AnthropicModelModule.forRoot({ ...common, baseUrl: models.anthropicUrl, bind: [CoderModel] }),
    OpenAiModelModule.forRoot({ ...common, baseUrl: models.openaiUrl, bind: [ReviewerModel] }),
  ];
  const module = RunModule.forRoot({
    imports: [
      AgentModule.forRoot({ imports: [...vendors, ...imports] }),
      CodeHostsModule.forRoot({ hosts: [LocalCodeHostModule.forRoot()] }),
    ],
    redactor,
    pod,
    checkTimeoutMs,
  });
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

function readPullRequests(folder: string): OpenedPullRequest[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as OpenedPullRequest),
      body: readFileSync(join(folder, name.replace('.json', '.md')), 'utf8'),
    }));
}

/** Opens a {@link RunUnderTest}; close it after the test. */
export async function openRun(scenario: Scenario, settings: RunSettings = {}): Promise<RunUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-run-'));
  const bare = makeBareRepository(folder, settings.files ?? FILES);
  const models = await startScriptedModels(scenario);
  const pod = settings.place === 'pod' ? new SimulatedPod(folder) : undefined;
  const app = await openApp(models, settings, pod?.volumes);
  const task = sampleTask('PAY-1', settings.task);
  const repository = { id: 'payments', url: pathToFileURL(bare).href, branch: 'main' };
  const route = sampleRoute(task, {
    repository,
    checks: ['node --test'],
    models: { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' },
    ...settings.route,
  });
  const lines: string[] = [];
  let trajectory = '';
  return {
    models,
    branch: `fix/${task.taskId}`,
    lines,
    trajectory: () => trajectory,
    run: async (signal = new AbortController().signal) => {
      const work = await mkdtemp(join(folder, 'work-'));
      trajectory = join(work, 'trajectory.jsonl');
      const context = { task, route, repository: route.repository ?? repository, skills: [] };
      await pod?.begin(context);
      const report = await app
        .get(RunTask)
        .run({ context, work, signal, sink: (line) => void lines.push(line) });
      return parseRunReport(JSON.parse(JSON.stringify(report)));
    },
    git: (...args) => execFileSync('git', args, { cwd: bare, encoding: 'utf8' }).trim(),
    pullRequests: () => readPullRequests(`${bare}.pulls`),
    forgetPullRequests: () => rm(`${bare}.pulls`, { recursive: true }),
    close: async () => {
      await app.close();
      await pod?.close();
      await models.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
