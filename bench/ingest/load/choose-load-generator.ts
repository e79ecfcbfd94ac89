import { InvalidRunError } from '../../harness/invalid-run.error';
import { Autocannon } from './autocannon';
import type { LoadGenerator } from './load-generator';
import { Wrk } from './wrk';

/**
 * One generator for all servers of a run: wrk when it is installed, which takes the least of the processor; else
 * autocannon. `name` asks for one of them. @throws InvalidRunError when it is not there
 */
export function chooseLoadGenerator(name: string | undefined): LoadGenerator {
  const chosen = name === 'autocannon' ? new Autocannon() : Wrk.installed();
  if (name === undefined) return chosen ?? new Autocannon();
  if (chosen?.name === name) return chosen;
  throw new InvalidRunError(`there is no load generator ${name}`, 'Install wrk, or take autocannon.');
}
