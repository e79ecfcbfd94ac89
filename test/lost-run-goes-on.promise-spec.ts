import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readTrajectory } from '@anton/agent';
import { startScriptedModels, type ScriptedModels, type ScriptedStep } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { MEND, Place } from './support/place';
import { FINISH, mending } from './support/scenarios';
import { untilTask } from './support/task-state';

/** The orchestrator waits half a minute, more or less, before it tries a lost run again. */
const PATIENCE_MS = 170_000;

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;

afterEach(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

describe('a run whose runner is lost', () => {
  /** Ends the runner by `signal` once, after its edit, while it waits for the model. */
  const endOnce = (signal: NodeJS.Signals): ScriptedStep => {
    let isDue = true;
    return () => {
      if (!isDue) return FINISH;
      isDue = false;
      for (const pid of place.runnerPids()) process.kill(pid, signal);
      return { fault: 'hang' };
    };
  };

  it.each([
    ['SIGKILL', 'goes on where it was', 1],
    ['SIGTERM', 'goes on with what was kept', 0],
  ] as const)('by %s %s, as attempt 2', { timeout: PATIENCE_MS }, async (signal, _how, lives) => {
    const edit = { tools: [{ name: 'edit', input: MEND }] };
    const first: ScriptedStep = (body) =>
      JSON.stringify(body).includes('You began this task before') ? FINISH : edit;
    models = await startScriptedModels(mending({ coder: [first, endOnce(signal), FINISH] }));
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody(`lost-${signal}`));
    const taskId = String(body['taskId']);
    const task = await untilTask(
      place.data,
      taskId,
      ({ state }) => state === 'settled',
      PATIENCE_MS - 20_000,
    );
    expect(task).toMatchObject({ outcome: 'pr_opened', attempts: 2 });
    expect(place.pullRequests()).toHaveLength(1);
    const answered = models.exchanges.filter(({ role, answered: how }) => role === 'coder' && how === 'ok');
    expect(answered).toHaveLength(2);
    const file = join(place.data, 'runs', `${taskId}-r2`, 'trajectory.jsonl');
    const resumed = (await readTrajectory(file)).events.filter(({ type }) => type === 'resumed');
    expect(resumed).toHaveLength(lives);
    const spent = task.runs.map(({ report }) => (report?.['cost'] as { usd: number } | undefined)?.usd ?? 0);
    expect(spent.filter((usd) => usd > 0)).toHaveLength(1);
  });
});
