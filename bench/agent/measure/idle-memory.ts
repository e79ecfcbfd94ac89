import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { once } from 'node:events';
import { startScriptedModels } from '@anton/simulation';
import { spawnKept } from '../../../test/support/processes/spawn-kept';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { row, type Row } from '../../harness/row';
import { rssBytes } from '../../harness/process-usage';
import { RUNNER } from '../built-runner';
import { writeContext } from '../trajectory/context';
import { makeRepository } from '../trajectory/repository';
import { runnerEnvironment } from '../trajectory/runner-environment';

const START_MS = 60_000;
const SETTLE_MS = 2_000;

/** Resident memory of a runner that waits for its model's first answer: everything is loaded, nothing is going on. */
export async function idleMemoryRows(folder: string): Promise<Row[]> {
  mkdirSync(folder);
  const models = await startScriptedModels({ coder: [{ fault: 'hang' }] });
  const context = writeContext(folder, makeRepository(folder));
  const work = join(folder, 'run');
  mkdirSync(work);
  const child = spawnKept(process.execPath, [RUNNER, 'run', '--context', context, '--work', work], {
    stdio: 'ignore',
    env: { ...process.env, ...runnerEnvironment(models) },
  });
  const exited = once(child, 'exit');
  try {
    const deadline = Date.now() + START_MS;
    while (models.exchanges.length === 0) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new InvalidRunError('the runner asked no model', 'Run it by hand and read what it prints.');
      await delay(100);
    }
    await delay(SETTLE_MS);
    const bytes = rssBytes(child.pid ?? 0);
    return [
      row('memory of a runner that waits for its model', bytes / 2 ** 20, 'MiB', {
        goal: { of: 'value', atMost: 130 },
      }),
    ];
  } finally {
    child.kill('SIGKILL');
    await exited;
    await models.close();
  }
}
