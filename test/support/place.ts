import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import type { ScriptedModels } from '@anton/simulation';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
};

export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...IDENTITY },
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** A repository with a fault and a test that shows it. */
export const FAULTY: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "sum", "type": "module", "scripts": { "test": "node --test" } }\n',
  'sum.js': 'export const sum = (a, b) => a - b;\n',
  'sum.test.js':
    "import assert from 'node:assert';\nimport test from 'node:test';\nimport { sum } from './sum.js';\n\ntest('adds', () => assert.equal(sum(2, 3), 5));\n",
};

/** The edit that mends {@link FAULTY}. */
export const MEND = { path: 'sum.js', old_text: 'a - b', new_text: 'a + b' };

/** A bare repository on the local code host, a catalog that knows it, and a data folder. */
export class Place {
  readonly dir = mkdtempSync(join(tmpdir(), 'anton-e2e-'));
  readonly repository = join(this.dir, 'sum.git');
  readonly catalog = join(this.dir, 'catalog');
  readonly data = join(this.dir, 'data');

  constructor(
    files: Readonly<Record<string, string>> = FAULTY,
    repository: Readonly<Record<string, unknown>> = {},
  ) {
    const source = join(this.dir, 'source');
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(source, path)), { recursive: true });
      writeFileSync(join(source, path), content);
    }
    git(source, 'init', '--quiet', '--initial-branch=main');
    git(source, 'add', '--all');
    git(source, 'commit', '--quiet', '--message=start');
    git(this.dir, 'clone', '--quiet', '--bare', source, this.repository);
    cpSync('catalog', this.catalog, { recursive: true });
    this.writeRepositories([
      {
        id: 'sum',
        url: pathToFileURL(this.repository).href,
        template: 'node-service',
        match: { datadog: { services: ['sum-service'] } },
        ...repository,
      },
    ]);
  }

  writeRepositories(repositories: readonly object[]): void {
    writeFileSync(join(this.catalog, 'repositories.yaml'), stringify({ version: 1, repositories }));
  }

  variables(models: ScriptedModels): Record<string, string> {
    return {
      WEBHOOK_SECRET: 'secret-that-signs-0123',
      WEBHOOK_SECRET_DATADOG: 'secret-in-clear-0123',
      ANTHROPIC_API_KEY: 'canary-anthropic-key',
      ANTHROPIC_BASE_URL: models.anthropicUrl,
      OPENAI_API_KEY: 'canary-openai-key',
      OPENAI_BASE_URL: models.openaiUrl,
      ANTON_DATA_DIR: this.data,
      ANTON_CATALOG_DIR: this.catalog,
    };
  }

  /** The branches that runs have pushed. */
  branches(): string[] {
    return git(this.repository, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/fix')
      .split('\n')
      .filter(Boolean);
  }

  pullRequests(): { readonly head: string; readonly draft: boolean; readonly title: string }[] {
    const folder = `${this.repository}.pulls`;
    if (!existsSync(folder)) return [];
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return files.map(
      (name) =>
        JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
          head: string;
          draft: boolean;
          title: string;
        },
    );
  }

  /** Ends what is left of the place's runs and removes it. */
  remove(): void {
    for (const pid of this.runnerPids()) {
      try {
        process.kill(-pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 3 });
  }

  runnerPids(): number[] {
    const runs = join(this.data, 'runs');
    if (!existsSync(runs)) return [];
    return readdirSync(runs).flatMap((name) => {
      const file = join(runs, name, 'run.json');
      return existsSync(file) ? [(JSON.parse(readFileSync(file, 'utf8')) as { pid: number }).pid] : [];
    });
  }
}
