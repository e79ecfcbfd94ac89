import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalWorkspace } from '../local/local.workspace';
import { SocketWorkspace } from './client/socket.workspace';
import { frameHead, type FrameKind } from './protocol/frame';
import { ExecServer } from './server/exec-server';

let dir: string;
let server: ExecServer;
const at = (...parts: string[]): string => join(dir, ...parts);

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'anton-fill-'));
  for (const name of ['root', 'out', 'home', 'tree/src']) mkdirSync(at(name), { recursive: true });
  writeFileSync(at('outside.txt'), 'stays');
  const open = () =>
    LocalWorkspace.open({ root: at('root'), outDir: at('out'), home: at('home'), isolation: 'none' });
  server = await ExecServer.listen({ socket: at('exec.sock'), root: at('root'), open });
});
afterEach(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('a tree that is sent to the sandbox', () => {
  it('is there as it was, and nothing else', async () => {
    writeFileSync(at('tree/src/large.bin'), Buffer.alloc(1_000_003, 'ab'));
    writeFileSync(at('tree/empty'), '');
    writeFileSync(at('tree/run.sh'), '#!/bin/sh\n');
    chmodSync(at('tree/run.sh'), 0o755);
    symlinkSync('../empty', at('tree/src/link'));
    mkdirSync(at('root/left/over'), { recursive: true });
    writeFileSync(at('root/empty'), 'of before');
    symlinkSync(dir, at('root/src'));
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    await workspace.fill(at('tree'));
    execFileSync('diff', ['-r', '--no-dereference', at('tree'), at('root')]);
    expect((await workspace.exec({ command: 'test -x run.sh && ls', timeoutMs: 5_000 })).output.text).toBe(
      'empty\nrun.sh\nsrc\n',
    );
    expect(existsSync(at('outside.txt'))).toBe(true);
    await workspace.close();
  });

  it('is refused when it holds what is neither file nor link', async () => {
    execFileSync('mkfifo', [at('tree/pipe')]);
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    await expect(workspace.fill(at('tree'))).rejects.toThrow(/pipe/);
    await workspace.close();
  });

  const entry = (path: string, more = {}) => ({
    path,
    kind: 'file',
    executable: false,
    size: 0,
    target: null,
    ...more,
  });
  it.each([
    ['climbs', [entry('../owned')]],
    ['is absolute', [entry('/tmp/owned')]],
    ['goes through a link', [entry('a', { kind: 'symlink', target: '..' }), entry('a/owned')]],
    ['is a repository', [entry('sub/.git', { kind: 'symlink', target: '/tmp' })]],
    ['configures a repository', [entry('.GIT/config')]],
    ['is there twice', [entry('x'), entry('x')]],
  ])('writes nothing outside when an entry %s', async (_what, entries) => {
    const frames: [FrameKind, unknown][] = [
      ['request', { v: 1, op: 'fill' }],
      ...entries.map((one): [FrameKind, unknown] => ['entry', one]),
    ];
    const peer = connect(at('exec.sock'));
    let answer = '';
    peer.setEncoding('utf8').on('data', (text: string) => (answer += text));
    for (const [kind, value] of frames) {
      const payload = Buffer.from(JSON.stringify(value));
      peer.write(Buffer.concat([frameHead(kind, payload.length), payload]));
    }
    peer.end(frameHead('end', 0));
    await once(peer, 'close');
    expect(answer).toContain('sandbox_protocol');
    expect(readdirSync(dir).toSorted()).toEqual(['exec.sock', 'home', 'out', 'outside.txt', 'root', 'tree']);
  });
});
