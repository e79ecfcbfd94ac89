import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { Place } from './support/place';
import { APPROVED, mending, ROUTED } from './support/scenarios';
import { untilTask } from './support/task-state';

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess | undefined;

afterEach(async () => {
  await anton?.kill();
  await models.close();
  place.remove();
});

/** Loses the power: Anton with its group, and its runners with theirs. */
async function loseThePower(): Promise<void> {
  await anton?.kill();
  for (const pid of place.runnerPids()) {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It had ended.
    }
  }
}

async function onePullRequestOf(taskId: string): Promise<void> {
  const task = await untilTask(place.data, taskId, ({ state }) => state === 'settled', 90_000);
  expect(task.outcome).toBe('pr_opened');
  expect(place.branches()).toEqual([`fix/${taskId}`]);
  expect(place.pullRequests()).toMatchObject([{ head: `fix/${taskId}` }]);
}

describe('kill -9 of everything', () => {
  it('right after the 202: the task still ends', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('early'));
    await loseThePower();
    anton = await startAnton(place.variables(models));
    await onePullRequestOf(String(body['taskId']));
  });

  it('while the router is asked: the task is routed again', async () => {
    models = await startScriptedModels(mending({ router: [{ ...ROUTED, delayMs: 1_500 }] }));
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('routing'));
    await vi.waitFor(() => expect(anton?.lines.length).toBeGreaterThan(0));
    await delay(500);
    await loseThePower();
    anton = await startAnton(place.variables(models));
    await onePullRequestOf(String(body['taskId']));
    expect(models.exchanges.filter(({ role }) => role === 'router').length).toBeLessThanOrEqual(2);
  });

  it('during the run: another attempt ends it', async () => {
    models = await startScriptedModels(mending({ reviewer: [{ ...APPROVED, delayMs: 4_000 }] }));
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('running'));
    await vi.waitFor(() => expect(models.exchanges.filter(({ role }) => role === 'coder')).toHaveLength(2), {
      timeout: 30_000,
      interval: 50,
    });
    await loseThePower();
    anton = await startAnton(place.variables(models));
    await onePullRequestOf(String(body['taskId']));
  });

  it('only of Anton during the run: the runner goes on and is found again', async () => {
    models = await startScriptedModels(mending({ reviewer: [{ ...APPROVED, delayMs: 3_000 }] }));
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('orphan'));
    await vi.waitFor(() => expect(models.exchanges.filter(({ role }) => role === 'coder')).toHaveLength(2), {
      timeout: 30_000,
      interval: 50,
    });
    await anton.kill();
    anton = await startAnton(place.variables(models));
    await onePullRequestOf(String(body['taskId']));
    expect(models.exchanges.filter(({ role }) => role === 'coder')).toHaveLength(2);
  });

  it('between push and pull request: the pushed change is taken up, and no model is asked again', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('pushed'));
    await vi.waitFor(() => expect(place.branches()).toHaveLength(1), { timeout: 30_000, interval: 5 });
    await loseThePower();
    const calls = models.exchanges.length;
    anton = await startAnton(place.variables(models));
    await onePullRequestOf(String(body['taskId']));
    expect(models.exchanges.length).toBe(calls);
  });
});
