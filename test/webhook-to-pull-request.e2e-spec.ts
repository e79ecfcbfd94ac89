import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, opensslHmac, post } from './support/deliveries';
import { git, Place } from './support/place';
import { mending } from './support/scenarios';
import { untilTask } from './support/task-state';

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;

afterEach(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

describe('from a signed webhook to a pull request', () => {
  it('fixes, proves, reviews and opens one pull request, however often the alert is sent', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    const body = datadogBody('cycle-1');
    const signed = {
      'x-anton-token': '',
      'x-anton-signature': `sha256=${opensslHmac(body, 'secret-in-clear-0123')}`,
    };
    const { 'x-anton-token': _none, ...relay } = signed;
    const first = await fetch(`${anton.url}/webhooks/datadog`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...relay },
      body,
    });
    expect(first.status).toBe(202);
    const { taskId } = (await first.json()) as { taskId: string };
    const again = await post(anton.url, datadogBody('cycle-1', { alert_transition: 'Re-Triggered' }));
    expect(again).toEqual({ status: 202, body: { status: 'accepted', taskId } });

    const task = await untilTask(place.data, taskId, ({ state }) => state === 'settled');
    expect(task.outcome).toBe('pr_opened');
    expect(task.attempts).toBe(1);
    expect(task.runs[0]?.report).toMatchObject({
      status: 'pr_opened',
      proof: { kind: 'red_green' },
      review: { verdict: 'approved', rounds: 1 },
      checks: { baseline: { outcome: 'failed', failed: 1 }, final: { outcome: 'passed' } },
    });
    expect(place.branches()).toEqual([`fix/${taskId}`]);
    expect(place.pullRequests()).toMatchObject([
      { head: `fix/${taskId}`, draft: false, title: 'Fix: sum-service gives wrong sums' },
    ]);
    expect(git(place.repository, 'show', `fix/${taskId}:sum.js`)).toContain('a + b');
    expect(await anton.stop()).toBe(0);
  });

  it('ends every log line of a task with its names, and tells no secret', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    const { body } = await post(anton.url, datadogBody('cycle-2'), {
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });
    const taskId = String(body['taskId']);
    await untilTask(place.data, taskId, ({ state }) => state === 'settled');
    const own = anton.lines.filter((line) => JSON.stringify(line).includes(taskId));
    expect(own.length).toBeGreaterThan(0);
    for (const line of own) expect(line).toMatchObject({ task_id: taskId, trace_id: 'a'.repeat(32) });
    expect(JSON.stringify(anton.lines)).not.toMatch(/canary|secret-in-clear/);
  });

  it('serves health and metrics', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    expect((await fetch(`${anton.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${anton.url}/health/ready`)).status).toBe(200);
    await post(anton.url, datadogBody('x'), { 'x-anton-token': 'wrong' });
    const metrics = await (await fetch(`${anton.url}/metrics`)).text();
    expect(metrics).toContain(
      'anton_deliveries_total{source="datadog",result="rejected",reason="signature"} 1',
    );
    const names = (text: string, pattern: RegExp) =>
      new Set([...text.matchAll(pattern)].map(([, name]) => name));
    const documented = names(readFileSync('docs/operations.md', 'utf8'), /^\| `(anton_(?!egress_)\w+)`/gm);
    expect(names(metrics, /^# TYPE (anton_\w+)/gm)).toEqual(documented);
  });
});
