import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { Place } from './support/place';
import { mending } from './support/scenarios';

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;

afterEach(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

describe('a delivery that is read on a thread of its own', () => {
  it('is read by the built application, which holds the thread program as text', async () => {
    models = await startScriptedModels(mending());
    place = new Place();
    anton = await startAnton(place.variables(models));
    const large = datadogBody('large', { alert_transition: 'Warn', logs_sample: 'x'.repeat(700_000) });
    expect(await post(anton.url, large)).toMatchObject({ status: 200, body: { status: 'ignored' } });
    const deep = `{"logs":"${'x'.repeat(600_000)}","deep":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(await post(anton.url, deep)).toMatchObject({
      status: 202,
      body: { status: 'parked', reason: 'the body is nested deeper than 64 levels' },
    });
    expect((await post(anton.url, `{"logs":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
  });
});
