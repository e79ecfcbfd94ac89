// `npm run check`: every static check of the house, one line each; all of them run, the first failure decides.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The folders of code that exist. */
const folders = (...names) => names.filter((name) => existsSync(name));
const bin = (name) => `node_modules/.bin/${name}`;
const checks = [
  ['format', [bin('prettier'), '--check', '--log-level', 'warn', '.']],
  [
    'lint',
    [
      bin('oxlint'),
      '--type-aware',
      '--quiet',
      ...folders('apps', 'libs', 'test', 'bench', 'scripts', 'examples'),
    ],
  ],
  ['floors', [bin('depcruise'), '--output-type', 'err', ...folders('apps', 'libs', 'test', 'bench')]],
  ['types (TypeScript 7)', ['node_modules/typescript-native/bin/tsc', '-p', 'tsconfig.json']],
  ['types (TypeScript 6)', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['unused', [bin('knip'), '--no-progress']],
  ['environment', ['scripts/run-ts.mjs', 'scripts/check-environment.ts']],
  ['schemas', ['scripts/run-ts.mjs', 'scripts/schemas.ts', '--check']],
];

const failed = [];
for (const [name, [program, ...args]] of checks) {
  const started = performance.now();
  const isScript = !program.includes('.bin/');
  const result = spawnSync(isScript ? process.execPath : program, isScript ? [program, ...args] : args, {
    encoding: 'utf8',
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const good = result.status === 0;
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (!good) {
    failed.push(name);
    console.log(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ?? ''}`.trimEnd());
  }
}
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exit(1);
}
