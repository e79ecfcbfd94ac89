import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'd',
  GIT_AUTHOR_EMAIL: 'd@e',
  GIT_COMMITTER_NAME: 'd',
  GIT_COMMITTER_EMAIL: 'd@e',
};

/** Runs git as a developer without settings would; standard output, trimmed. */
export function git(dir: string, ...args: string[]): string {
  return gitWith('', dir, ...args);
}

/** {@link git} with standard input. */
export function gitWith(input: string, dir: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: dir,
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...IDENTITY, GIT_CONFIG_GLOBAL: '/dev/null' },
  }).trim();
}

/** Writes a file and the folders above it. */
export function put(dir: string, path: string, content: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), content);
}

/** Makes a bare repository with one commit on `main`; returns its folder. */
export function makeBareRepository(dir: string, files: Readonly<Record<string, string>>): string {
  const source = join(dir, 'source');
  mkdirSync(source, { recursive: true });
  for (const [path, content] of Object.entries(files)) put(source, path, content);
  git(source, 'init', '--quiet', '--initial-branch=main');
  git(source, 'add', '--all', '--force');
  git(source, 'commit', '--quiet', '--message=start');
  const bare = join(dir, 'repository.git');
  git(dir, 'clone', '--quiet', '--bare', source, bare);
  return bare;
}
