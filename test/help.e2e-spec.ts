import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it.each([
  ['anton', ['--help'], 'Usage: anton '],
  ['anton', ['task', 'show', '--help'], 'Usage: anton task show '],
  ['runner', ['run', '--help'], 'Usage: runner run '],
])('%s %j says what it is called by', (app, args, usage) => {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  const text = execFileSync(process.execPath, [`dist/apps/${app}/main.js`, ...args], {
    encoding: 'utf8',
    env,
  });
  expect(text).toContain(usage);
});
