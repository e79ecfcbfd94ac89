import { execa } from 'execa';
import { InvalidRunError } from '../harness/invalid-run.error';

export const RUNNER = 'dist/apps/runner/main.js';

/** Builds the runner. @throws InvalidRunError */
export async function buildRunner(): Promise<void> {
  const built = await execa('nest', ['build', 'runner', '-b', 'rspack'], {
    preferLocal: true,
    reject: false,
  });
  if (built.exitCode !== 0)
    throw new InvalidRunError('the runner does not build', `${built.stdout}\n${built.stderr}`);
}
