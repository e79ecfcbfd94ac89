import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TrajectoryEvent } from '@anton/agent';
import { keptRef } from '@anton/codehost';
import { parseRunReport, type AgentTask, type RouteDecision, type RunReport } from '@anton/contracts';
import {
  startGitHubServer,
  startScriptedModels,
  type GitHubRequest,
  type GitHubServer,
  type Scenario,
  type ScriptedModels,
} from '@anton/simulation';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { git, Place } from '../place';
import { spawnKept } from '../processes/spawn-kept';
import type { GitHubPlace } from './github-runner';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'death.preload.ts')).href;

/** By which signal a process ends, right after the `number`th event of a type (from 1, of this life). */
export interface Death {
  readonly type: TrajectoryEvent['type'];
  readonly number: number;
  readonly signal: 'SIGKILL' | 'SIGTERM';
  /** After SIGTERM: SIGKILL right after the next event of this type. */
  readonly then?: TrajectoryEvent['type'];
}

/** How one life of a runner ended. */
export interface Life {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly durationMs: number;
  /** What it wrote as its report; null when it wrote none. */
  readonly report: RunReport | null;
  /** The end of its output, for the message of a failure. */
  readonly output: string;
}

/** A run whose repository is on the scripted GitHub, spoken to by the real `gh`. */
export interface OnGitHub {
  /** The bundled `github-runner.ts`. */
  readonly bundle: string;
  /** Called while the runner waits for an answer. */
  readonly onRequest?: (request: GitHubRequest) => void;
}

const TOKEN = 'ghp_tokenOfTheResumedRunner0123456789abcd';
const MAIN = 'const [file, ...args] = process.argv.slice(1); await (await import(file)).main(args);';

/** One task, its repository, its models, and the built runner in as many lives as it takes. */
export class DyingRunner {
  readonly task: AgentTask = sampleTask('PAY-1', { title: 'Sums are wrong' });
  private folders = 0;
  private folder = '';
  private child: ReturnType<typeof spawnKept> | undefined;

  private constructor(
    readonly place: Place,
    readonly models: ScriptedModels,
    private readonly route: Partial<RouteDecision>,
    private readonly bundle: string | null,
    readonly github: GitHubServer | null,
  ) {
    this.newFolder();
  }

  static async make(
    scenario: Scenario,
    files: Readonly<Record<string, string>>,
    route: Partial<RouteDecision> = {},
    host?: OnGitHub,
  ): Promise<DyingRunner> {
    const place = new Place(files);
    const repository = { owner: 'acme', name: 'sum', bareDir: place.repository, token: TOKEN };
    const watch = host?.onRequest === undefined ? {} : { onRequest: host.onRequest };
    const github =
      host === undefined ? null : await startGitHubServer({ repositories: [repository], ...watch });
    const models = await startScriptedModels(scenario);
    return new DyingRunner(place, models, route, host?.bundle ?? null, github);
  }

  /** The next life begins in a folder in which nothing is, as in a new Pod. */
  newFolder(): void {
    this.folders += 1;
    this.folder = join(this.place.dir, `run-${this.folders}`);
    const context = join(this.folder, 'context');
    mkdirSync(context, { recursive: true });
    const local = pathToFileURL(this.place.repository).href;
    const url = this.github === null ? local : `${this.github.url}/acme/sum.git`;
    const repository = { id: 'sum', url, branch: 'main' };
    const models = { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' };
    const limits = { costUsd: 20, minutes: 30, modelCalls: 150 };
    const fields = { repository, checks: ['node --test'], skills: [], models, limits, ...this.route };
    const route = sampleRoute(this.task, { attempt: this.folders, ...fields });
    writeFileSync(join(context, 'task.json'), JSON.stringify(this.task));
    writeFileSync(join(context, 'route.json'), JSON.stringify(route));
  }

  /** One life, to its end. */
  async live(death?: Death): Promise<Life> {
    const at = (name: string): string => join(this.folder, name);
    rmSync(at('report.json'), { force: true });
    const began = performance.now();
    const files = ['--context', at('context'), '--work', at('work'), '--report', at('report.json')];
    const args = [...this.program(), ...files, '--trajectory', this.trajectory];
    const child = spawnKept(process.execPath, ['--no-warnings', ...args], {
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        TMPDIR: this.place.dir,
        ANTHROPIC_BASE_URL: this.models.anthropicUrl,
        OPENAI_BASE_URL: this.models.openaiUrl,
        ANTON_SECRETS_FD: '0',
        ...this.githubVariables(),
        ...(death && { NODE_OPTIONS: `--import=${PRELOAD}`, ANTON_TEST_DEATH: JSON.stringify(death) }),
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => (output = `${output}${String(chunk)}`.slice(-6_000)));
    child.stdin?.end(JSON.stringify({ ANTHROPIC_API_KEY: 'scripted', OPENAI_API_KEY: 'scripted' }));
    const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    const report = existsSync(at('report.json'))
      ? parseRunReport(JSON.parse(readFileSync(at('report.json'), 'utf8')))
      : null;
    return { exitCode, signal, report, output, durationMs: performance.now() - began };
  }

  /** A signal to the life that is going on. */
  end(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  private program(): string[] {
    return this.bundle === null
      ? [resolve('dist/apps/runner/main.js'), 'run']
      : ['--input-type=module', '-e', MAIN, '--', this.bundle];
  }

  private githubVariables(): Record<string, string> {
    if (this.github === null) return {};
    const { host, proxyUrl: httpProxy } = this.github;
    const place: GitHubPlace = { host, httpProxy, token: TOKEN };
    return { ANTON_TEST_GITHUB: JSON.stringify(place) };
  }

  get trajectory(): string {
    return join(this.folder, 'trajectory.jsonl');
  }

  events(): TrajectoryEvent[] {
    const lines = readFileSync(this.trajectory, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as TrajectoryEvent);
  }

  /** The tree of the task's branch. */
  tree(): string {
    return git(this.place.repository, 'rev-parse', `fix/${this.task.taskId}^{tree}`);
  }

  /** The commit that is kept for the next attempt; empty when there is none. */
  kept(): string {
    return git(this.place.repository, 'for-each-ref', '--format=%(objectname)', keptRef(this.task.taskId));
  }

  async close(): Promise<void> {
    await this.models.close();
    await this.github?.close();
    this.place.remove();
  }
}
