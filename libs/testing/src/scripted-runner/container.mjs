// First process of the containers `prepare` and `agent`: `node container.mjs prepare|run ARGUMENTS`. `run` starts the
// scripted runner and passes SIGTERM on, so that the runner is not the one process that the kernel spares.
import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const SERVER = "process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1e9);\n";
const [action, ...args] = process.argv.slice(2);

if (action === 'prepare') {
  const { values } = parseArgs({
    args,
    options: Object.fromEntries(
      ['context', 'trusted', 'checkout', 'tools'].map((name) => [name, { type: 'string' }]),
    ),
  });
  copyFileSync(process.execPath, join(values.tools, 'node'));
  chmodSync(join(values.tools, 'node'), 0o755);
  writeFileSync(join(values.tools, 'exec-server.mjs'), SERVER);
  // The image of the sandbox is this one: its own loader and no init will do.
  mkdirSync(join(values.tools, 'lib'));
  writeFileSync(join(values.tools, 'tini'), '#!/bin/sh\nshift\nexec "$@"\n', { mode: 0o755 });
  writeFileSync(join(values.tools, 'lib/ld.so'), '#!/bin/sh\nshift 3\nexec "$@"\n', { mode: 0o755 });
} else {
  const runner = spawn(
    process.execPath,
    [join(import.meta.dirname, 'scripted-runner.mjs'), action, ...args],
    {
      stdio: 'inherit',
    },
  );
  process.on('SIGTERM', () => runner.kill('SIGTERM'));
  runner.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
