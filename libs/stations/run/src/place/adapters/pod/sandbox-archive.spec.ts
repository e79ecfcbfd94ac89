import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { SocketWorkspace, WorkspaceProcess } from '@anton/workspace';
import { SandboxArchive } from './sandbox-archive';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anton-archive-'));
  for (const name of ['tree.tar', 'home.tar']) writeFileSync(join(folder, name), 'x'.repeat(10_240));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Programs that end by themselves as soon as they were written to, before the end of their input is heard. */
function endingEarly(status: number): SocketWorkspace {
  const start = (): Promise<WorkspaceProcess> => {
    const input = new Writable({
      write(_chunk, _encoding, done) {
        done();
        this.destroy();
      },
    });
    const output = Readable.from([]);
    const ended = once(input, 'close').then(() => status);
    const program = { input, output, ended, errors: () => 'tar: no', stop: () => Promise.resolve() };
    return Promise.resolve(program);
  };
  return { start } as unknown as SocketWorkspace;
}

const { signal } = new AbortController();

it('is put back when tar has ended before its input', async () => {
  await expect(new SandboxArchive(endingEarly(0), folder).putBack(signal)).resolves.toBeUndefined();
});

it('is not put back when tar failed, however it was fed', async () => {
  const putBack = new SandboxArchive(endingEarly(2), folder).putBack(signal);
  await expect(putBack).rejects.toThrow('tar of tree.tar ended with 2: tar: no');
});
