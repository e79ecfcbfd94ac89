import { packageVersion } from '../../harness/versions';
import { LoadGenerator, type Load, type LoadResult } from './load-generator';
import { runProgram } from './run-program';

/** autocannon (https://github.com/mcollina/autocannon) in a process of its own. */
export class Autocannon extends LoadGenerator {
  readonly name = 'autocannon';
  readonly version = packageVersion('autocannon');

  run(load: Load): Promise<LoadResult> {
    return runProgram('bench/ingest/load/autocannon/main.ts', load);
  }
}
