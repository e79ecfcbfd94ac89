import { execa } from 'execa';
import { InvalidRunError } from './invalid-run.error';

/** Builds the applications as they are deployed: bundled. @throws InvalidRunError */
export async function buildApplications(): Promise<void> {
  const built = await execa('npm', ['run', '--silent', 'build'], { reject: false });
  if (built.exitCode !== 0)
    throw new InvalidRunError('the applications do not build', `${built.stdout}\n${built.stderr}`);
}
