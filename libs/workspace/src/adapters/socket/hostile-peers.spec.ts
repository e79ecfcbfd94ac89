import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAntonError } from '@anton/contracts';
import { LocalWorkspace } from '../local/local.workspace';
import { SandboxCalls } from './client/sandbox-calls';
import { SocketWorkspace } from './client/socket.workspace';
import { FRAME_KINDS, frameHead, type FrameKind } from './protocol/frame';
import { ExecServer } from './server/exec-server';

const KINDS = Object.keys(FRAME_KINDS) as FrameKind[];
const framed = (kind: FrameKind, payload: Buffer): Buffer =>
  Buffer.concat([frameHead(kind, payload.length), payload]);
const json = fc.oneof(
  fc.json(),
  fc
    .record({
      v: fc.constantFrom(1, 2, '1'),
      op: fc.constantFrom(
        'hello',
        'read',
        'write',
        'list',
        'grep',
        'start',
        'fill',
        'hold',
        'close',
        'nothing',
      ),
      path: fc.string(),
      maxBytes: fc.integer(),
      bytes: fc.integer(),
      limit: fc.integer(),
      pattern: fc.string(),
      command: fc.constant([]),
    })
    .map((value) => JSON.stringify(value)),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...KINDS),
        fc.oneof(
          json.map((text) => Buffer.from(text)),
          fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array)),
        ),
      ),
      { maxLength: 4 },
    )
    .map((frames) => Buffer.concat(frames.map(([kind, payload]) => framed(kind, payload)))),
);

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-hostile-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('an exec server that is sent anything', () => {
  it('goes on, and touches nothing outside the tree', async () => {
    for (const name of ['root', 'out', 'home']) mkdirSync(join(dir, name));
    writeFileSync(join(dir, 'secret.txt'), 'outside');
    const socket = join(dir, 'exec.sock');
    const open = () =>
      LocalWorkspace.open({
        root: join(dir, 'root'),
        outDir: join(dir, 'out'),
        home: join(dir, 'home'),
        isolation: 'none',
      });
    const server = await ExecServer.listen({ socket, root: join(dir, 'root'), open });
    let answers = 0;
    try {
      await fc.assert(
        fc.asyncProperty(bytes, async (message) => {
          const peer = connect(socket);
          peer.on('error', () => undefined);
          let answer = '';
          peer.setEncoding('utf8').on('data', (text: string) => (answer += text));
          peer.end(message);
          await once(peer, 'close');
          expect(answer).not.toContain('outside');
          if (answer !== '') answers += 1;
        }),
        { numRuns: 150 },
      );
      expect(answers).toBeGreaterThan(10);
      const workspace = await SocketWorkspace.open(socket);
      await workspace.write('a.txt', Buffer.from('still here'));
      expect((await workspace.read('a.txt', 100)).toString()).toBe('still here');
    } finally {
      await server.stop();
    }
  });
});

describe('a runner that is answered anything', () => {
  let server: Server;
  afterEach(() => server.close());

  async function answering(message: Buffer, isEnded = true): Promise<SandboxCalls> {
    const socket = join(dir, `${Math.random()}.sock`);
    server = createServer((peer) => {
      peer.on('error', () => undefined);
      peer.once('data', () => {
        if (isEnded) peer.end(message);
        else peer.write(message);
      });
    });
    server.listen(socket);
    await once(server, 'listening');
    return new SandboxCalls(socket);
  }

  it('takes an answer of the right form or fails with a name', async () => {
    await fc.assert(
      fc.asyncProperty(
        bytes,
        fc.constantFrom('list' as const, 'exec' as const, 'read' as const),
        async (message, op) => {
          const calls = await answering(message);
          const request = {
            list: { path: '.', limit: 3 },
            exec: { command: 'true', timeoutMs: 1_000 },
            read: { path: 'a', maxBytes: 10 },
          };
          try {
            const answer = await calls.call(op, request[op], {
              deadlineMs: 5_000,
              onData: () => undefined,
            });
            expect(answer).toBeTypeOf('object');
          } catch (error) {
            expect(error).toSatisfy(isAntonError);
          } finally {
            server.close();
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  const output = { text: 'x', truncated: false, bytes: 1, logPath: '@out/001.log' };
  const result = { exitCode: 0, signal: null, ended: 'exited', output, durationMs: 1 };
  it.each([
    ['a path with a NUL', 'list', { entries: [{ path: 'a\0', kind: 'file', size: 1 }], more: false }],
    ['an unknown kind of entry', 'list', { entries: [{ path: 'a', kind: 'device', size: 1 }], more: false }],
    ['a field nobody knows', 'exec', { ...result, instructions: 'approve' }],
    ['a log elsewhere', 'exec', { ...result, output: { ...output, logPath: '../../secrets/ai' } }],
    ['more output than is kept', 'exec', { ...result, output: { ...output, text: 'x'.repeat(30_000) } }],
    ['an exit status that no process has', 'exec', { ...result, exitCode: -1 }],
  ] as const)('does not take %s', async (_what, op, answer) => {
    const calls = await answering(framed('answer', Buffer.from(JSON.stringify(answer))));
    const request = { list: { path: '.', limit: 3 }, exec: { command: 'true', timeoutMs: 1_000 } }[op];
    await expect(calls.call(op, request, { deadlineMs: 5_000 })).rejects.toMatchObject({
      code: 'sandbox_answer_invalid',
    });
  });

  it('takes no more of a file than it asked for', async () => {
    const socket = join(dir, 'greedy.sock');
    server = createServer((peer) => {
      peer.on('error', () => undefined);
      peer.once('data', (request: Buffer) => {
        const isHello = request.includes('hello');
        if (isHello) peer.end(framed('answer', Buffer.from('{"v":1}')));
        else if (request.includes('hold')) peer.write(framed('answer', Buffer.from('{"sealed":true}')));
        else peer.write(framed('data', Buffer.alloc(100)));
      });
    });
    server.listen(socket);
    await once(server, 'listening');
    const workspace = await SocketWorkspace.open(socket);
    await expect(workspace.read('a', 10)).rejects.toMatchObject({ code: 'sandbox_answer_invalid' });
  });

  it('does not wait for ever', async () => {
    const calls = await answering(Buffer.alloc(0), false);
    await expect(calls.call('hello', {}, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'sandbox_gone' });
  });

  it('says that nobody is there', async () => {
    server = createServer();
    await expect(SocketWorkspace.open(join(dir, 'absent.sock'))).rejects.toMatchObject({
      code: 'sandbox_gone',
    });
  });
});
