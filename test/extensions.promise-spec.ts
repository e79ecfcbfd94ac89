import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { ANTON, startAnton, type AntonProcess } from './support/anton-process';
import { Place } from './support/place';
import { APPROVED, FINISH, ROUTED } from './support/scenarios';
import { showTask, untilTask } from './support/task-state';

const PACKAGES = ['01-webhook-source', '02-agent-tool', '03-dispatch-gate', '05-reviewers'];
const SITE = {
  'index.html': '<h1>Acme</h1><img src="a.png">\n',
  'check.sh': "! grep -L 'alt=' index.html | grep .\n",
  CODEOWNERS: 'index.html @acme/web\n',
};

const edit = (old_text: string, new_text: string) => ({
  name: 'edit',
  input: { path: 'index.html', old_text, new_text },
});

let dir: string;
let models: ScriptedModels;
let place: Place;
let anton: AntonProcess;

/** Builds the examples as a team would: in a folder of its own, against the packed SDK. Nest's types come from here. */
async function buildPackages(): Promise<string[]> {
  await execa('npm', ['run', '--silent', 'build:sdk']);
  const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', dir, resolve('dist/sdk')]);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  const modules = join(dir, 'node_modules');
  mkdirSync(join(modules, '@anton/sdk'), { recursive: true });
  await execa('tar', [
    '-xzf',
    join(dir, filename),
    '--strip-components=1',
    '-C',
    join(modules, '@anton/sdk'),
  ]);
  // The SDK's own dependencies and peers, as npm would put them beside it.
  for (const name of readdirSync('node_modules')) {
    if (name !== '@anton' && !name.startsWith('.'))
      symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  return Promise.all(
    PACKAGES.map(async (name) => {
      cpSync(join('examples', name), join(dir, name), { recursive: true });
      await execa(process.execPath, [
        resolve('node_modules/typescript/bin/tsc'),
        '-p',
        join(dir, name),
        '--types',
        'node',
      ]);
      return join(dir, name);
    }),
  );
}

/** The bodies of the pull requests beside the repository. */
function pullRequests(): string[] {
  const folder = `${place.repository}.pulls`;
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return files.map((name) => readFileSync(join(folder, name), 'utf8'));
}

function acme(incident: string, summary: string): string {
  const file = JSON.stringify({ incident, summary, service: 'site' });
  return file;
}

async function send(body: string): Promise<string> {
  const { stdout } = await execa(
    process.execPath,
    ['--no-warnings', ANTON, 'send', 'acme', '-', '--url', anton.url, '--json'],
    {
      input: body,
      env: {
        PATH: process.env['PATH'],
        WEBHOOK_SECRET_ACME: 'acme-secret',
        ANTON_EXTENSIONS: join(dir, '01-webhook-source'),
      },
      extendEnv: false,
    },
  );
  const answer = JSON.parse(stdout) as { status: number; body: { taskId: string } };
  expect(answer.status).toBe(202);
  return answer.body.taskId;
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'anton-examples-'));
  const extensions = await buildPackages();
  models = await startScriptedModels({
    router: [{ json: { ...ROUTED.json, template: 'static-site', skills: ['html-house-rules'] } }],
    coder: [
      { tools: [{ name: 'who_owns', input: { path: 'index.html' } }] },
      {
        tools: [edit('<img ', '<img alt="A" style="b" longdesc="http://a.example" ')],
      },
      FINISH,
      { tools: [edit(' longdesc="http://a.example"', '')] },
      FINISH,
    ],
    reviewer: [APPROVED],
  });
  place = new Place(SITE);
  cpSync('examples/04-template-and-skill', place.catalog, { recursive: true });
  place.writeRepositories([
    {
      id: 'site',
      url: pathToFileURL(place.repository).href,
      template: 'static-site',
      match: { acme: { services: ['site'] } },
    },
  ]);
  anton = await startAnton({
    ...place.variables(models),
    WEBHOOK_SECRET_ACME: 'acme-secret',
    ANTON_EXTENSIONS: extensions.join(','),
  });
}, 120_000);

afterAll(async () => {
  await anton?.kill();
  await models?.close();
  place?.remove();
  rmSync(dir, { recursive: true, force: true });
});

describe('extensions', () => {
  it("take a team's sender, use its tool, template and skill, and open the pull request", async () => {
    const taskId = await send(acme('inc-1', 'The image has no alt text'));
    const task = await untilTask(place.data, taskId, ({ state }) => state === 'settled');
    expect(task.outcome).toBe('pr_opened');
    expect(task.route).toMatchObject({
      template: 'static-site',
      skills: ['html-house-rules'],
      checks: ['sh ./check.sh'],
    });
    const coder = models.exchanges
      .filter(({ role }) => role === 'coder')
      .map(({ body }) => JSON.stringify(body));
    expect(coder[0]).toContain('"name":"who_owns"');
    expect(coder[0]).toContain('Links inside the site are relative');
    expect(coder[1]).toContain('@acme/web');
    // The reviewers: security rejects the first change, style only remarks, and Anton's own stays the third.
    expect(coder[2]).not.toContain('Loaded without TLS');
    expect(coder[3]).toContain('[security/index.html:1] high index.html:1-1: Loaded without TLS');
    expect(coder[3]).not.toContain('Style in the page');
    expect(models.exchanges.filter(({ role }) => role === 'reviewer')).toHaveLength(2);
    const [body = ''] = pullRequests();
    expect(body).toMatch(/fixed[^\n]*Loaded without TLS/);
    expect(body).toContain('Style in the page');
  });

  it("obey a team's gate, with its reason", async () => {
    const taskId = await send(acme('inc-2', '[frozen] The footer is old'));
    const task = await untilTask(
      place.data,
      taskId,
      ({ reason }) => reason?.includes('change freeze') ?? false,
    );
    expect(task.state).toBe('waiting');
    expect((await showTask(place.data, taskId)).attempts).toBe(0);
  });

  it('stop the boot when they cannot be used', async () => {
    const broken = startAnton({ ...place.variables(models), ANTON_EXTENSIONS: join(dir, 'absent') });
    await expect(broken).rejects.toThrow(/the extension ".*absent" cannot be used/);
  });
});
