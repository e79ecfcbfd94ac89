import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { ANTON } from './support/anton-process';

const data = mkdtempSync(join(tmpdir(), 'anton-boot-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function run(main: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const result = await execa(process.execPath, ['--no-warnings', main, ...args], {
    env: { PATH: process.env['PATH'], ANTON_DATA_DIR: data, ...env },
    extendEnv: false,
    cwd: data,
    reject: false,
    timeout: 30_000,
  });
  return { status: result.exitCode, out: String(result.stdout), err: String(result.stderr) };
}

const KEYS = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'b', WEBHOOK_SECRET: 'c' };

describe('a start that cannot work', () => {
  it('lists every missing variable with what it is for', async () => {
    const { status, err } = await run(ANTON, ['start']);
    expect(status).toBe(1);
    expect(err).toMatch(/ANTHROPIC_API_KEY: missing \(.+\)\n.*OPENAI_API_KEY: missing \(.+\)/);
  });

  it('refuses one model for coder and reviewer', async () => {
    const { status, err } = await run(ANTON, ['start'], {
      ...KEYS,
      ANTON_MODEL_CODER: 'x',
      ANTON_MODEL_REVIEWER: 'X',
    });
    expect(status).toBe(1);
    expect(err).toMatch(/reviewer/i);
  });

  it('names the file and the line of a catalog that is wrong', async () => {
    const { status, err } = await run(ANTON, ['start'], { ...KEYS, ANTON_CATALOG_DIR: join(data, 'absent') });
    expect(status).toBe(1);
    expect(err).toMatch(/repositories\.yaml: does not exist/);
  });

  it.each(['anton', 'ingester', 'orchestrator'])('refuses the data of the %s in the catalog', async (app) => {
    const catalog = resolve('catalog');
    const { status, err } = await run(resolve(`dist/apps/${app}/main.js`), app === 'anton' ? ['start'] : [], {
      ...KEYS,
      ANTON_QUEUE: 'embedded',
      ANTON_CATALOG_DIR: catalog,
      ANTON_DATA_DIR: join(catalog, '.anton'),
    });
    expect(status).toBe(1);
    expect(err).toMatch(/ANTON_DATA_DIR, .+, lies in ANTON_CATALOG_DIR, .+\n\nSet ANTON_DATA_DIR/);
    expect(existsSync(join(catalog, '.anton'))).toBe(false);
  });

  it.each(['ingester', 'orchestrator'])(
    'is no silent fallback of the %s to the embedded queue',
    async (app) => {
      const { status, err } = await run(resolve(`dist/apps/${app}/main.js`), [], KEYS);
      expect(status).toBe(1);
      expect(err).toMatch(/BROKER_URI: missing/);
      expect(err.includes('DATABASE_URL: missing')).toBe(app === 'orchestrator');
    },
  );

  it('ends a runner without a context as infra', async () => {
    const { status, err } = await run(
      resolve('dist/apps/runner/main.js'),
      ['run', '--context', join(data, 'none'), '--work', data],
      KEYS,
    );
    expect(status).toBe(18);
    expect(err).toMatch(/context_invalid/);
  });
});

describe('the command line', () => {
  it('helps', async () => {
    const { out } = await run(ANTON, ['--help']);
    expect(out).toContain('Usage: anton [options] [command]');
    for (const command of ['start', 'demo', 'send', 'doctor', 'task', 'ingest'])
      expect(out).toContain(command);
    const { out: replay } = await run(ANTON, ['ingest', 'replay', '--help']);
    expect(replay).toContain('Usage: anton ingest replay [options]');
    for (const line of replay.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has a remedy for every finding of the doctor', async () => {
    const { status, out } = await run(ANTON, ['doctor', '--json'], { WEBHOOK_SECRET: 'short' });
    const { healthy, findings } = JSON.parse(out) as {
      healthy: boolean;
      findings: { state: string; remedy: string | null }[];
    };
    expect([status, healthy]).toEqual([1, false]);
    for (const { state, remedy } of findings) expect(remedy === null).toBe(state === 'good');
  });

  it('never sends the secret that signs in clear', async () => {
    const { status, err } = await run(
      ANTON,
      ['send', 'datadog', resolve('test/deliveries/datadog/warn.json')],
      { WEBHOOK_SECRET: 'signs' },
    );
    expect(status).toBe(1);
    expect(err).toContain('WEBHOOK_SECRET_DATADOG');
  });

  it('says what to do when there is no ledger', async () => {
    const { status, err } = await run(ANTON, ['task', 'list'], { ANTON_DATA_DIR: join(data, 'nowhere') });
    expect(status).toBe(1);
    expect(err).toContain('Start Anton once');
  });
});
