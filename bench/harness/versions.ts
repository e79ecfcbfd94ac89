import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Names of programs and packages with their versions. */
export type Versions = Readonly<Record<string, string>>;

function manifestVersion(file: string): string {
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The version of an installed npm package. */
export function packageVersion(name: string): string {
  return manifestVersion(`node_modules/${name}/package.json`);
}

/** Anton's version with its commit; `+` when files differ from it. */
function antonVersion(): string {
  const git = spawnSync('git', ['describe', '--always', '--exclude=*', '--dirty=+'], { encoding: 'utf8' });
  const commit = git.status === 0 ? ` (${git.stdout.trim()})` : '';
  return `${manifestVersion('package.json')}${commit}`;
}

/** What every benchmark names. */
export function baseVersions(): Versions {
  return { anton: antonVersion(), node: process.versions.node };
}
