// First process of `prepare` and `agent` in the hostile suites. The runner itself is the shipped one: this only makes the
// repository of the run from its bundle, and hands what was pushed to who looks for canaries in it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';

const RUNNER = '/opt/anton/dist/apps/runner/main.js';
const BUNDLE = '/context/origin.bundle';
const ORIGIN = '/trusted/origin.git';
const [action, ...args] = process.argv.slice(2);

if (action === 'prepare' && existsSync(BUNDLE)) {
  writeFileSync('/tmp/origin.bundle', Buffer.from(readFileSync(BUNDLE, 'utf8'), 'base64'));
  const made = spawnSync('git', ['clone', '--quiet', '--mirror', '/tmp/origin.bundle', ORIGIN], {
    stdio: 'inherit',
  });
  if (made.status !== 0) process.exit(1);
  spawnSync('git', ['-C', ORIGIN, 'config', '--unset-all', 'remote.origin.url']);
}

function evidence() {
  const bundle = spawnSync('git', ['-C', ORIGIN, 'bundle', 'create', '-', '--all'], {
    maxBuffer: 1 << 28,
  }).stdout;
  const pulls = `${ORIGIN}.pulls`;
  const texts = existsSync(pulls)
    ? readdirSync(pulls)
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFileSync(`${pulls}/${name}`, 'utf8'))
    : [];
  const config = readFileSync('/trusted/repository/config', 'utf8');
  // What a command of the repository would leave if it ran here.
  const marks = [
    '/trusted',
    '/work',
    '/run/anton',
    '/tmp',
    '/trusted/repository',
    '/trusted/repository/hooks',
  ]
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.startsWith('pwned'))
        .map((name) => `${folder}/${name}`),
    );
  return { marks, bundle: bundle.toString('base64'), pulls: texts, config };
}

// Shows that a mark would be found.
if (action === 'run' && process.env.ANTON_TEST_PLANT === '1') writeFileSync('/tmp/pwned-planted', '');

const driver = '/context/driver.mjs';
const program = action === 'run' && existsSync(driver) ? [driver] : [RUNNER, action, ...args];
const child = spawn(process.execPath, ['--no-warnings', ...program], { stdio: 'inherit' });
process.on('SIGTERM', () => child.kill('SIGTERM'));
const [code, signal] = await once(child, 'exit');
const url = process.env.ANTON_TEST_EVIDENCE_URL;
if (action === 'run' && url !== undefined)
  await fetch(url, { method: 'POST', body: JSON.stringify(evidence()) }).catch((error) =>
    console.error(String(error)),
  );
process.exit(code ?? 128 + constants.signals[signal]);
