import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isSecretName } from './secret-handover';
import { secretValues } from './secret-values';

const dir = mkdtempSync(join(tmpdir(), 'anton-handover-'));
const program = join(dir, 'program.mjs');

beforeAll(() => {
  buildSync({
    entryPoints: [join(import.meta.dirname, 'secret-handover.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(dir, 'handover.mjs'),
  });
  writeFileSync(
    program,
    `import { readFileSync } from 'node:fs';
     import { detachSecrets } from './handover.mjs';
     const variables = detachSecrets();
     const environ = process.platform === 'linux' ? readFileSync('/proc/self/environ', 'utf8') : '';
     console.log(JSON.stringify({ key: variables.ANTHROPIC_API_KEY, path: variables.PATH !== undefined,
       inEnv: process.env.ANTHROPIC_API_KEY ?? null, inEnviron: environ.includes('canary'), pid: process.pid,
       leftovers: Object.keys(variables).filter((name) => name.startsWith('ANTON_SECRETS')) }));`,
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('detachSecrets', () => {
  it('leaves no secret in the environment of the process, and nothing on the disk', () => {
    const tmp = mkdtempSync(join(dir, 'tmp-'));
    const child = spawnSync(process.execPath, ['--no-warnings', program], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], TMPDIR: tmp, ANTHROPIC_API_KEY: 'canary-1234567' },
    });
    expect(JSON.parse(child.stdout)).toMatchObject({
      key: 'canary-1234567',
      path: true,
      inEnv: null,
      inEnviron: false,
      leftovers: [],
    });
    expect(child.status).toBe(0);
    expect(readdirSync(tmp)).toEqual([]);
  });

  it('takes secrets from the descriptor it is told', async () => {
    const child = spawn(process.execPath, ['--no-warnings', program], {
      env: { PATH: process.env['PATH'], ANTON_SECRETS_FD: '0' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(JSON.stringify({ ANTHROPIC_API_KEY: 'from-the-pipe' }));
    const out = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    expect(JSON.parse(out)).toMatchObject({ key: 'from-the-pipe', inEnviron: false, leftovers: [] });
  });
});

describe('secretValues', () => {
  it('knows secrets by name and by file, and passes over a file that cannot be read', () => {
    const file = join(dir, 'key');
    writeFileSync(file, 'from-a-file\n');
    const variables = {
      GITHUB_TOKEN: 'from-a-variable',
      ANTHROPIC_API_KEY_FILE: file,
      OPENAI_API_KEY_FILE: join(dir, 'none'),
      PATH: '/usr/bin',
    };
    expect(secretValues(variables)).toEqual(['from-a-variable', 'from-a-file', undefined]);
  });
});

describe('isSecretName', () => {
  it.each([
    'ANTHROPIC_API_KEY',
    'GITHUB_TOKEN',
    'WEBHOOK_SECRET',
    'WEBHOOK_SECRET_PREVIOUS',
    'WEBHOOK_SECRET_DATADOG',
    'BROKER_URI',
    'DATABASE_URL',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });
  it.each(['GITHUB_TOKEN_FILE', 'PATH', 'ANTON_DATA_DIR', 'ANTON_SECRETS_FD'])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
