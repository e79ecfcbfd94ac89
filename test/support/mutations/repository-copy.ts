import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import type { Mutation, Spec } from './mutations';

const SPEC_TIMEOUT_MS = 300_000;

/** What a run of specs found. */
export interface SpecResult {
  readonly passed: number;
  /** The names of the tests that failed. */
  readonly failed: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The last commit of this repository in a folder of its own, where specs can be run against changed code. */
export class RepositoryCopy {
  private readonly dir = mkdtempSync(join(tmpdir(), 'anton-mutations-'));

  static async make(): Promise<RepositoryCopy> {
    const copy = new RepositoryCopy();
    await execa('git', ['clone', '--quiet', '--local', process.cwd(), '.'], { cwd: copy.dir });
    symlinkSync(resolve('node_modules'), join(copy.dir, 'node_modules'));
    return copy;
  }

  /** Changes a file; resolves with what puts it back. @throws Error when the text is not there exactly once */
  mutate({ name, file, from, to }: Mutation): () => void {
    const path = join(this.dir, file);
    const before = readFileSync(path, 'utf8');
    if (before.split(from).length !== 2) throw new Error(`"${name}": ${file} does not have it once: ${from}`);
    writeFileSync(
      path,
      before.replace(from, () => to),
    );
    return () => writeFileSync(path, before);
  }

  /** @throws Error when the specs could not be run at all */
  async run({ project, file, tests }: Spec): Promise<SpecResult> {
    const report = join(this.dir, 'report.json');
    rmSync(report, { force: true });
    const names = tests === undefined ? [] : ['--testNamePattern', tests];
    const args = [
      'vitest',
      'run',
      '--project',
      project,
      file,
      ...names,
      '--reporter',
      'json',
      '--outputFile',
      report,
    ];
    const { all } = await execa('npx', args, {
      cwd: this.dir,
      reject: false,
      all: true,
      timeout: SPEC_TIMEOUT_MS,
    });
    const results = this.read(report, all);
    const assertions = results.testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = assertions.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
    if (failed.length + results.numPassedTests === 0) throw new Error(`no test ran:\n${all}`);
    return { passed: results.numPassedTests, failed };
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private read(report: string, output: string): VitestReport {
    try {
      return JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    } catch {
      throw new Error(`the specs did not run:\n${output}`);
    }
  }
}
