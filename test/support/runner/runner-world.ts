import { execFileSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { parseRunReport, type AgentTask, type RouteDecision, type RunReport } from '@anton/contracts';
import { startScriptedModels, type Scenario, type ScriptedModels } from '@anton/simulation';
import { makeBareRepository } from '@anton/testing/code-host';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { git } from '../place';
import { spawnKept } from '../processes/spawn-kept';

const RUNNER = resolve('dist/apps/runner/main.js');

const TEST = `const { test } = require('node:test');
const assert = require('node:assert');
test('pays the bill', () => assert.equal(require('./pay').pay(1), 1));
`;

/** The repository before the run: its one test is red. */
export const PAY_FILES: Readonly<Record<string, string>> = {
  'pay.js': 'exports.pay = (bill) => bill + 1;\n',
  'pay.test.js': TEST,
};

/** What a {@link RunnerWorld} is made of; `task` and `route` replace what they name. */
export interface RunnerWorldOptions {
  readonly task?: Partial<AgentTask>;
  readonly route?: Partial<RouteDecision>;
  readonly files?: Readonly<Record<string, string>>;
  readonly skills?: Readonly<Record<string, string>>;
  /** Variables of the runner, its keys among them. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Files in the runner's HOME. */
  readonly home?: Readonly<Record<string, string>>;
  /** Changes the bare repository before the run. */
  readonly prepare?: (bare: string, dir: string, branch: string) => void;
}

/** How a runner ended, and all that it said. */
export interface RunnerEnd {
  readonly exitCode: number | null;
  readonly report: RunReport;
  readonly stdout: string;
  readonly stderr: string;
  readonly trajectory: string;
}

/** A pull request of the local code host. */
export interface LocalPullRequest {
  readonly number: number;
  readonly title: string;
  readonly draft: boolean;
  readonly head: string;
  readonly body: string;
}

/** The built runner as a process of its own, a repository on the local code host, and scripted models over HTTP. */
export class RunnerWorld {
  readonly dir = mkdtempSync(join(tmpdir(), 'anton-runner-'));
  readonly bare: string;
  readonly task: AgentTask;
  readonly route: RouteDecision;
  private child: ChildProcess | undefined;

  private constructor(
    readonly models: ScriptedModels,
    private readonly options: RunnerWorldOptions,
  ) {
    this.bare = makeBareRepository(this.dir, options.files ?? PAY_FILES);
    this.task = sampleTask('PAY-1', options.task);
    options.prepare?.(this.bare, this.dir, this.branch);
    this.route = sampleRoute(this.task, {
      repository: { id: 'payments', url: pathToFileURL(this.bare).href, branch: 'main' },
      checks: ['node --test'],
      models: { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' },
      ...options.route,
    });
    for (const [name, content] of Object.entries(options.home ?? {})) this.put(join('home', name), content);
  }

  static async open(scenario: Scenario, options: RunnerWorldOptions = {}): Promise<RunnerWorld> {
    return new RunnerWorld(await startScriptedModels(scenario), options);
  }

  get branch(): string {
    return `fix/${this.task.taskId}`;
  }

  get work(): string {
    return join(this.dir, 'work');
  }

  /** Runs the task to its end. */
  async run(): Promise<RunnerEnd> {
    this.put('context/task.json', JSON.stringify(this.task));
    this.put('context/route.json', JSON.stringify(this.route));
    for (const [name, content] of Object.entries(this.options.skills ?? {}))
      this.put(`context/skill.${name}.md`, content);
    mkdirSync(join(this.dir, 'home'), { recursive: true });
    const files = ['--context', join(this.dir, 'context'), '--work', this.work];
    const child = spawnKept(process.execPath, ['--no-warnings', RUNNER, 'run', ...files], {
      env: {
        PATH: process.env['PATH'],
        HOME: join(this.dir, 'home'),
        ANTHROPIC_API_KEY: 'key-of-the-coder',
        OPENAI_API_KEY: 'key-of-the-reviewer',
        ANTHROPIC_BASE_URL: this.models.anthropicUrl,
        OPENAI_BASE_URL: this.models.openaiUrl,
        ...this.options.variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    if (child.stdout === null || child.stderr === null) throw new Error('the runner has no output');
    const said = Promise.all([text(child.stdout), text(child.stderr)]);
    const [exitCode] = (await once(child, 'exit')) as [number | null];
    const [stdout, stderr] = await said;
    const last = stdout.trimEnd().split('\n').at(-1) ?? '';
    if (!last.startsWith('{'))
      throw new Error(`the runner gave no report (${exitCode}):\n${stdout}${stderr}`);
    const report = parseRunReport(JSON.parse(last));
    const trajectory = readFileSync(join(this.work, 'trajectory.jsonl'), 'utf8');
    return { exitCode, report, stdout, stderr, trajectory };
  }

  /** Signals the runner that is at work. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Git in the bare repository. */
  git(...args: string[]): string {
    return git(this.bare, ...args);
  }

  /** A file as a branch of Anton has it, byte for byte. */
  pushed(path: string): Buffer {
    const [branch = ''] = this.branches();
    return execFileSync('git', ['cat-file', 'blob', `${branch}:${path}`], { cwd: this.bare });
  }

  /** The branches whose newest commit is Anton's. */
  branches(): string[] {
    const lines = this.git('for-each-ref', '--format=%(authorname) %(refname:short)', 'refs/heads').split(
      '\n',
    );
    return lines.flatMap((line) => (line.startsWith('Anton ') ? [line.slice('Anton '.length)] : []));
  }

  pullRequests(): LocalPullRequest[] {
    const folder = `${this.bare}.pulls`;
    if (!existsSync(folder)) return [];
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({
        ...(JSON.parse(readFileSync(join(folder, name), 'utf8')) as LocalPullRequest),
        body: readFileSync(join(folder, name.replace('.json', '.md')), 'utf8'),
      }));
  }

  /** The bodies of the requests to the coder, or to the reviewer, as they were sent. */
  requests(role: 'coder' | 'reviewer'): string[] {
    return this.models.exchanges
      .filter((exchange) => exchange.role === role)
      .map(({ body }) => JSON.stringify(body));
  }

  /** What the coder was answered to its call number `index`, from 0. */
  answer(index: number): string {
    const last = this.models.exchanges.filter(({ role }) => role === 'coder').at(-1)?.body['messages'];
    const messages = (last ?? []) as readonly {
      readonly content: readonly { type: string; content?: string }[];
    }[];
    const results = messages.flatMap(({ content }) => content).filter(({ type }) => type === 'tool_result');
    return results[index]?.content ?? '';
  }

  async close(): Promise<void> {
    await this.models.close();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  private put(path: string, content: string): void {
    const file = join(this.dir, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, content);
  }
}
