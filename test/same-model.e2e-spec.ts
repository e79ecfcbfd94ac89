import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-same-model-'));
  mkdirSync(join(dir, 'catalog'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A start that is refused in any case: at the latest because the data would lie in the catalog. */
function refusal(app: string, args: readonly string[], variables: Readonly<Record<string, string>>): string {
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    ANTHROPIC_API_KEY: 'x',
    OPENAI_API_KEY: 'x',
    WEBHOOK_SECRET: 'x',
    ANTON_QUEUE: 'embedded',
    ANTON_MODEL_CODER: 'one-model',
    ANTON_MODEL_REVIEWER: 'One-Model',
    ANTON_CATALOG_DIR: join(dir, 'catalog'),
    ANTON_DATA_DIR: join(dir, 'catalog', 'data'),
    ...variables,
  };
  const program = join(process.cwd(), `dist/apps/${app}/main.js`);
  const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: dir,
    encoding: 'utf8',
    env,
    timeout: 20_000,
  });
  expect(status).toBe(1);
  return stderr;
}

it.each([
  ['orchestrator', []],
  ['anton', ['start']],
])('%s %j refuses one model for both roles, unless it is told that this is meant', (app, args) => {
  expect(refusal(app, args, {})).toContain('coder and reviewer are the same model');
  const forced = refusal(app, args, { ANTON_ALLOW_SAME_MODEL: '1' });
  expect(forced).not.toContain('same model');
  expect(forced).toContain('ANTON_DATA_DIR');
});
