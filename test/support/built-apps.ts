import { spawnSync } from 'node:child_process';

/** Builds the applications once for all suites that start them; `ANTON_APPS_BUILT=1` says that this has been done. */
export function setup(): void {
  if (process.env['ANTON_APPS_BUILT'] === '1') return;
  const built = spawnSync('npm', ['run', '--silent', 'build'], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the applications do not build:\n${built.stdout}${built.stderr}`);
}
