import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { MEND, Place } from './support/place';
import { FINISH, mending, ROUTED } from './support/scenarios';
import { untilTask } from './support/task-state';

/** When the first alert triggered; the others follow by seconds. */
const START = Date.parse('2026-03-01T10:00:00Z');
const EDIT = { tools: [{ name: 'edit', input: MEND }] };
const SIGNALS = 'anton_signals_total{source="datadog",kind="recovered"';
const RECOVERED = { alert_transition: 'Recovered', alert_type: 'success' };

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;

afterEach(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

/** Posts a notification of the monitor, `seconds` after the first one. */
async function notify(cycle: string, seconds: number, more: Readonly<Record<string, unknown>> = {}) {
  const date = String(START + seconds * 1_000);
  const answer = await post(anton.url, datadogBody(cycle, { id: `${cycle}-${seconds}`, date, ...more }));
  expect(answer).toMatchObject({ status: 202, body: { status: 'accepted' } });
  return answer.body;
}

/** Waits for a line of the metrics: much faster than the command line. */
async function untilMetric(line: string): Promise<void> {
  const metrics = async () => (await fetch(`${anton.url}/metrics`)).text();
  await expect.poll(metrics, { timeout: 60_000, interval: 100 }).toContain(line);
}

describe('an alert that recovers', () => {
  it('starts nothing any more, even when its recovery arrives first; a later alert starts', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    expect(await notify('cycle-1', 60, RECOVERED)).toHaveProperty('signalId');
    const { taskId } = await notify('cycle-1', 0);
    const over = await untilTask(place.data, String(taskId), ({ state }) => state === 'settled');
    expect(over).toMatchObject({ outcome: 'recovered', reason: 'the alert recovered', attempts: 0 });
    expect(over.events.map(({ to }) => to)).toEqual(['accepted', 'settled']);
    expect(models.exchanges).toHaveLength(0);

    expect(await notify('cycle-1', 30, { alert_transition: 'Re-Triggered' })).toEqual({
      status: 'accepted',
      taskId,
    });
    const { taskId: later } = await notify('cycle-2', 120);
    await untilTask(place.data, String(later), ({ attempts }) => attempts === 1);
    await untilMetric(`${SIGNALS},effect="remembered"} 1`);
  });

  it('ends while it is being routed, and is noted by a run, which goes on', async () => {
    let isNoted = false;
    const isUnanswered = (body: object): boolean => JSON.stringify(body).includes('nobody knows');
    models = await startScriptedModels(
      mending({
        router: [(body) => (isUnanswered(body) ? { fault: 'hang' } : ROUTED)],
        coder: [() => (isNoted ? EDIT : { fault: 'status', status: 529, retryAfter: '2' }), FINISH],
      }),
    );
    place = new Place();
    anton = await startAnton(place.variables(models));
    const other = { alert_id: '1', alert_title: '[Triggered] nobody knows what this is' };
    const { taskId: routing } = await notify('a', 0, other);
    const { taskId: running } = await notify('b', 0);
    await untilMetric('anton_tasks{state="running"} 1');
    await notify('b', 60, RECOVERED);
    await untilMetric(`${SIGNALS},effect="noted"} 1`);
    isNoted = true;
    await untilMetric('anton_tasks{state="routing"} 1');
    await notify('a', 60, { ...other, ...RECOVERED });
    const ended = await untilTask(place.data, String(routing), ({ state }) => state === 'settled');
    expect(ended).toMatchObject({ outcome: 'recovered', route: null, attempts: 0 });

    const fixed = await untilTask(place.data, String(running), ({ state }) => state === 'settled');
    expect(fixed).toMatchObject({ outcome: 'pr_opened', attempts: 1 });
    const note = 'the alert recovered at 2026-03-01T10:01:00.000Z';
    const told = { type: 'task', from: 'running', to: 'running', reason: note };
    expect(fixed.events).toContainEqual(expect.objectContaining(told));
    expect(place.branches()).toEqual([`fix/${String(running)}`]);
  });
});
