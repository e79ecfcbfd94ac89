import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ProcTable, PsTable } from './process-table';

describe.each([
  ['/proc', new ProcTable()],
  ['ps', new PsTable()],
])('the process table by %s', (_name, table) => {
  it('knows a process by its pid and start time, and its parent and group', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e9)'], { detached: true });
    const pid = child.pid ?? 0;
    const entry = await table.find(pid);
    expect(entry).toMatchObject({ pid, parent: process.pid, group: pid });
    expect(entry?.started).not.toBe('');
    expect(await table.find(pid)).toEqual(entry);
    expect(await table.list()).toContainEqual(entry);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await table.find(pid)).toBeNull();
  });
});
