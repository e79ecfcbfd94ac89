import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import type { Death } from './dying-runner';

/**
 * Ends the process by a signal right after an event of its trajectory is on the disk. It stands between Node and the
 * file system, so that no code of the application knows of it.
 */
function dieAfter({ type, number, signal, then }: Death): void {
  const { writeFileSync, fdatasyncSync } = fs;
  let line = '';
  let seen = 0;
  fs.writeFileSync = (...args: Parameters<typeof writeFileSync>): void => {
    const [file, data] = args;
    if (typeof file === 'number' && typeof data === 'string') line = data;
    Reflect.apply(writeFileSync, fs, args);
  };
  fs.fdatasyncSync = (descriptor: number): void => {
    fdatasyncSync(descriptor);
    const event = JSON.parse(line) as { readonly type: string };
    if (event.type === type) seen += 1;
    if (event.type === type && seen === number) process.kill(process.pid, signal);
    if (event.type === then && seen >= number) process.kill(process.pid, 'SIGKILL');
  };
  syncBuiltinESMExports();
}

const order = process.env['ANTON_TEST_DEATH'];
if (order !== undefined) dieAfter(JSON.parse(order) as Death);
