import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startAnton, type AntonProcess } from './support/anton-process';
import { datadogBody, post } from './support/deliveries';
import { MEND, Place } from './support/place';
import { APPROVED, FINISH, ROUTED } from './support/scenarios';
import { untilTask } from './support/task-state';

const CANARIES = [
  'canary-anthropic-key',
  'canary-openai-key',
  'canary-github-token',
  'secret-that-signs-0123',
  'secret-in-clear-0123',
];
/** What a command of the model can look for; it does not name the values, so that it does not find itself. */
const LOOK =
  'cat /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n" | grep -aE "(c)anary-|(s)ecret-(that|in)-" || echo nothing; env | grep -cE "(c)anary|(s)ecret-" || true';

let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;
let taskId: string;

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => statSync(file).isFile());
}

beforeAll(async () => {
  models = await startScriptedModels({
    router: [ROUTED],
    coder: [
      { tools: [{ name: 'bash', input: { command: LOOK } }] },
      { tools: [{ name: 'edit', input: MEND }] },
      FINISH,
    ],
    reviewer: [APPROVED],
  });
  place = new Place();
  anton = await startAnton({ ...place.variables(models), GITHUB_TOKEN: 'canary-github-token' });
  taskId = String((await post(anton.url, datadogBody('secrets'))).body['taskId']);
  await untilTask(place.data, taskId, ({ state }) => state === 'settled');
}, 90_000);

afterAll(async () => {
  await anton.kill();
  await models.close();
  place.remove();
});

describe('keys and tokens', () => {
  it('are readable by no command of the model: not in its environment, not in that of any process of the user', () => {
    const second = models.exchanges.filter(({ role }) => role === 'coder')[1];
    expect(JSON.stringify(second?.body['messages'])).toContain('nothing\\n0');
  });

  it('reach no request to a model but in the header that authenticates', () => {
    for (const { body } of models.exchanges)
      for (const canary of CANARIES) expect(JSON.stringify(body)).not.toContain(canary);
  });

  it('are in no file that a run leaves', () => {
    for (const file of filesBelow(place.dir)) {
      const content = readFileSync(file, 'latin1');
      for (const canary of CANARIES) expect(content.includes(canary), `${canary} in ${file}`).toBe(false);
    }
  });

  it('are in the environment of Anton no more', () => {
    const environ = readFileSync(`/proc/${anton.pid}/environ`, 'latin1');
    for (const canary of CANARIES) expect(environ).not.toContain(canary);
  });
});
