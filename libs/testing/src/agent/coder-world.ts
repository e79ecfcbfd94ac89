import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { INestApplicationContext, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  AgentLoop,
  AgentModule,
  budgetLimitsOf,
  ReviewPanel,
  RunBudget,
  WorkspaceCheckSession,
  type BudgetLimits,
  type CheckRun,
  type LoopEvent,
  type LoopRequest,
  type ReviewRequest,
} from '@anton/agent';
import { AnthropicModelModule, CoderModel, OpenAiModelModule, ReviewerModel } from '@anton/models';
import { Redactor } from '@anton/platform';
import { startScriptedModels, type Scenario, type ScriptedModels } from '@anton/simulation';
import { LocalWorkspace } from '@anton/workspace';
import { sampleRoute } from '../samples/sample-route';
import { sampleTask } from '../samples/sample-task';

const MODELS = { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' };
const FAST_RETRY = { attempts: 2, initialDelayMs: 5, maxDelayMs: 10, idleMs: 2_000, attemptMs: 5_000 };
const CHECK_TIMEOUT_MS = 20_000;

/** How a {@link CoderWorld} is made. Files are by relative path. */
export interface CoderWorldOptions {
  readonly files?: Readonly<Record<string, string>>;
  /** The gate; default: the file `fixed` exists. */
  readonly check?: string;
  /** Modules with further tools or reviewers. */
  readonly imports?: ModuleMetadata['imports'];
}

/** The coder and the reviewers for real: the SDKs over HTTP against scripted models, a real folder, real commands. */
export interface CoderWorld {
  readonly models: ScriptedModels;
  readonly loop: AgentLoop;
  readonly panel: ReviewPanel;
  readonly root: string;
  readonly events: readonly LoopEvent[];
  loopRequest(fields?: Partial<LoopRequest>, limits?: Partial<BudgetLimits>): LoopRequest;
  reviewRequest(diff: string, fields?: Partial<ReviewRequest>): ReviewRequest;
  close(): Promise<void>;
}

async function hashOf(root: string): Promise<string> {
  const hash = createHash('sha1');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(file).update(await readFile(file));
  return hash.digest('hex').slice(0, 12);
}

async function openWorkspace(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<LocalWorkspace> {
  const [root, outDir, home] = [join(folder, 'tree'), join(folder, 'out'), join(folder, 'home')];
  for (const path of [root, outDir, home]) await mkdir(path);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return LocalWorkspace.open({ root, outDir, home, isolation: 'none' });
}

function openApp(
  models: ScriptedModels,
  imports: ModuleMetadata['imports'],
): Promise<INestApplicationContext> {
  const common = { apiKey: 'scripted', retry: FAST_RETRY, redactor: new Redactor() };
  const vendors = [
    AnthropicModelModule.forRoot({ ...common, baseUrl: models.anthropicUrl, bind: [CoderModel] }),
    OpenAiModelModule.forRoot({ ...common, baseUrl: models.openaiUrl, bind: [ReviewerModel] }),
  ];
  const module = AgentModule.forRoot({ imports: [...vendors, ...(imports ?? [])] });
  return NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
}

/** A red run of the checks before the first edit. */
export const SAMPLE_BASELINE: CheckRun = {
  command: 'npm test',
  outcome: 'failed',
  exitCode: 1,
  tests: 3,
  failed: 1,
  skipped: 0,
  cases: [],
  flaky: [],
  failures: [{ id: 'pays the bill', detail: 'expected 1, got 2' }],
  durationMs: 10,
  tail: '',
  logPath: null,
};

/** Opens a {@link CoderWorld}; close it after the test. */
export async function openCoderWorld(
  scenario: Scenario,
  options: CoderWorldOptions = {},
): Promise<CoderWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-coder-'));
  const workspace = await openWorkspace(folder, options.files ?? {});
  const models = await startScriptedModels(scenario);
  const app = await openApp(models, options.imports);
  const root = join(folder, 'tree');
  const task = sampleTask('PAY-1');
  const route = sampleRoute(task, { models: MODELS });
  const plan = { commands: [options.check ?? 'test -f fixed'], origin: 'template' as const };
  const events: LoopEvent[] = [];
  const { signal } = new AbortController();
  const budgetOf = (limits: Partial<BudgetLimits> = {}): RunBudget =>
    new RunBudget({ ...budgetLimitsOf(route, new Date()), ...limits });
  return {
    models,
    loop: app.get(AgentLoop),
    panel: app.get(ReviewPanel),
    root,
    events,
    loopRequest: (fields, limits) => ({
      task,
      route,
      skills: [],
      repositoryRules: null,
      baseline: SAMPLE_BASELINE,
      workspace,
      checks: new WorkspaceCheckSession(workspace, plan, { timeoutMs: CHECK_TIMEOUT_MS }),
      budget: budgetOf(limits),
      signal,
      redact: (text) => text,
      change: async () => ({ treeSha: await hashOf(root), text: '', files: [] }),
      observer: (event) => events.push(event),
      ...fields,
    }),
    reviewRequest: (diff, fields) => ({
      task,
      route,
      diff,
      baseline: SAMPLE_BASELINE,
      final: { ...SAMPLE_BASELINE, outcome: 'passed', exitCode: 0, failed: 0, failures: [] },
      round: 1,
      earlier: [],
      workspace,
      budget: budgetOf(),
      signal,
      ...fields,
    }),
    close: async () => {
      await app.close();
      await models.close();
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
