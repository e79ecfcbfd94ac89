import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../../../test/support/processes/free-ports';
import { makeDemoCertificate, type DemoCertificate } from './demo-certificate';
import { startDemoServers, type DemoServers } from './demo-servers';

const HOST = 'github.demo.test';
const TOKEN = 'demo-token';

describe('the servers of the demo in a cluster', () => {
  let dir: string;
  let made: DemoCertificate;
  let servers: DemoServers;
  let ports: { github: number; models: number; state: number };
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'anton-demo-spec-'));
    made = await makeDemoCertificate([HOST, 'models.demo.test']);
    await writeFile(join(dir, 'ca.crt'), made.authority);
    const [github = 0, models = 0, state = 0] = await freePorts(3);
    ports = { github, models, state };
    const tls = { key: made.key, cert: made.certificate };
    servers = await startDemoServers({ githubHost: HOST, token: TOKEN, tls, host: '127.0.0.1', ports });
  });
  afterAll(async () => {
    await servers.close();
    await rm(dir, { recursive: true, force: true });
  });

  const reply = (name: string, port: number, path: string, headers: Record<string, string>) =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path, servername: name, ca: made.authority, headers };
      get(options, (answer) => resolve(json(answer))).on('error', reject);
    });

  it('has an authority that may sign for the names of the demo alone', async () => {
    await expect(
      reply('models.demo.test', ports.models, '/v1/models/m', { 'x-api-key': 'k' }),
    ).resolves.toMatchObject({ id: 'm' });
    await expect(reply('api.anthropic.com', ports.models, '/', {})).rejects.toThrow(/altnames/);
  });

  it('lets git clone the repository with the fault over TLS, for its token', async () => {
    const clone = (token: string) =>
      execa(
        'git',
        ['clone', '--quiet', `https://anton:${token}@${HOST}:${ports.github}/acme/payments.git`, token],
        {
          cwd: dir,
          env: {
            GIT_SSL_CAINFO: join(dir, 'ca.crt'),
            GIT_CONFIG_COUNT: '1',
            GIT_CONFIG_KEY_0: 'http.curloptResolve',
            GIT_CONFIG_VALUE_0: `${HOST}:${ports.github}:127.0.0.1`,
            GIT_TERMINAL_PROMPT: '0',
          },
        },
      );
    await clone(TOKEN);
    const { stdout } = await execa('git', ['log', '--format=%s'], { cwd: join(dir, TOKEN) });
    expect(stdout).toBe('Totals of invoices');
    await expect(clone('another-token')).rejects.toThrow(/Authentication failed|401/);
  });

  it('says what was opened', async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.state}/pull-requests`);
    expect(await answer.json()).toEqual({ pullRequests: [] });
  });
});
