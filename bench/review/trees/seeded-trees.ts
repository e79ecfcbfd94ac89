import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { SeededDiff } from '../set/read-set';
import { movedDown, splitByFolder } from './moved-diff';

const CONFIGURATION = [
  'core.quotePath=false',
  'core.autocrlf=false',
  'user.name=bench',
  'user.email=b@e.org',
];

/**
 * The work trees of all changes, one folder each, in one repository: real git applies every diff to its base and
 * computes what the reviewer is shown, in a handful of processes.
 */
export class SeededTrees {
  private constructor(
    private readonly dir: string,
    private readonly shown: ReadonlyMap<string, string>,
  ) {}

  /** @throws InvalidRunError for a diff that git does not apply, or that changes nothing. */
  static async create(diffs: readonly SeededDiff[]): Promise<SeededTrees> {
    const dir = mkdtempSync(join(tmpdir(), 'anton-review-bench-'));
    try {
      const trees = new SeededTrees(dir, await grow(dir, diffs));
      const lost = diffs.filter(({ id }) => !trees.shown.has(id)).map(({ id }) => id);
      if (lost.length > 0) throw new InvalidRunError(`${lost.join(', ')} changes nothing`, 'Mend the case.');
      return trees;
    } catch (error) {
      rmSync(dir, { recursive: true, force: true });
      throw error;
    }
  }

  /** The folder with the change in it. */
  folderOf(id: string): string {
    return join(this.dir, id);
  }

  /** The change as git computes it, with paths from the root of the change's own folder. */
  diffOf(id: string): string {
    return this.shown.get(id) ?? '';
  }

  /** A file as it was before the change; null when there was none. */
  async readBase(id: string, path: string): Promise<Buffer | null> {
    const { isDone, stdout } = await ask(this.dir, ['show', `HEAD:${id}/${path}`]);
    return isDone ? Buffer.from(stdout) : null;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

interface GitAnswer {
  readonly isDone: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Asks git, which sees no configuration but the bench's. */
async function ask(cwd: string, args: readonly string[], input = ''): Promise<GitAnswer> {
  const configured = CONFIGURATION.flatMap((setting) => ['-c', setting]);
  const { exitCode, stdout, stderr } = await execa('git', [...configured, ...args], {
    cwd,
    input,
    reject: false,
    stripFinalNewline: false,
    env: { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
  });
  return { isDone: exitCode === 0, stdout, stderr };
}

/** @throws InvalidRunError with what git says */
async function git(cwd: string, args: readonly string[], input = ''): Promise<string> {
  const { isDone, stdout, stderr } = await ask(cwd, args, input);
  if (isDone) return stdout;
  throw new InvalidRunError(
    `git ${args[0]} refuses the set: ${stderr.trim()}`,
    'Mend the case that it names.',
  );
}

async function grow(dir: string, diffs: readonly SeededDiff[]): Promise<ReadonlyMap<string, string>> {
  await Promise.all(
    diffs.flatMap(({ id, of }) =>
      Object.entries(of.base).map(async ([path, content]) => {
        const file = join(dir, id, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }),
    ),
  );
  await git(dir, ['init', '--quiet']);
  await git(dir, ['add', '--all']);
  await git(dir, ['commit', '--quiet', '--message', 'base']);
  const patch = diffs.map(({ id, diff }) => movedDown(diff, id)).join('');
  await git(dir, ['apply', '--index', '--whitespace=nowarn', '-'], patch);
  const all = await git(dir, ['diff', '--cached', '--no-ext-diff', '--no-renames', 'HEAD']);
  return splitByFolder(
    all,
    diffs.map(({ id }) => id),
  );
}
