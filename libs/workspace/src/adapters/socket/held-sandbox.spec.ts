import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFolder } from '../local/files/remove-tree';
import { LocalWorkspace } from '../local/local.workspace';
import { TreeMirror } from '../../mirror/tree-mirror';
import { SocketWorkspace } from './client/socket.workspace';
import { frameHead } from './protocol/frame';
import { ExecServer } from './server/exec-server';

let dir: string;
let server: ExecServer;
const at = (...parts: string[]): string => join(dir, ...parts);

async function serve(): Promise<ExecServer> {
  const open = (): Promise<LocalWorkspace> => {
    for (const name of ['out', 'home']) mkdirSync(at('state', name), { recursive: true });
    const [outDir, home] = [at('state/out'), at('state/home')];
    return LocalWorkspace.open({ root: at('root'), outDir, home, isolation: 'none' });
  };
  const renew = (): Promise<void> => emptyFolder(at('state'));
  return ExecServer.listen({ socket: at('exec.sock'), root: at('root'), open, renew });
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'anton-held-'));
  mkdirSync(at('root'));
  writeFileSync(at('root/a.txt'), 'true');
  server = await serve();
});
afterEach(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const exec = (workspace: SocketWorkspace, command: string) => workspace.exec({ command, timeoutMs: 30_000 });

describe('a sandbox that is held', () => {
  it('is the same one after another has taken its socket, and listens there again', async () => {
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    rmSync(at('exec.sock'));
    const lie = Buffer.from('{"sealed":true}');
    const impostor = createServer((peer) => peer.end(Buffer.concat([frameHead('answer', lie.length), lie])));
    impostor.listen(at('exec.sock'));
    await once(impostor, 'listening');
    await expect(workspace.read('a.txt', 10)).rejects.toMatchObject({ code: 'sandbox_answer_invalid' });
    await workspace.reset();
    expect((await workspace.read('a.txt', 10)).toString()).toBe('true');
    await workspace.close();
    impostor.close();
  });

  it.each(['rm', 'rm $S && touch', 'rm $S && mkdir'])(
    'takes its socket back after the command that took it by %s',
    async (command) => {
      const workspace = await SocketWorkspace.open(at('exec.sock'));
      const taken = `S=${at('exec.sock')}; ${command} $S; echo taken`;
      expect((await exec(workspace, taken)).output.text).toBe('taken\n');
      expect((await workspace.read('a.txt', 10)).toString()).toBe('true');
      expect((await exec(workspace, 'echo still here')).output.text).toBe('still here\n');
      await workspace.close();
    },
  );

  it('is held by one alone: no command can begin it anew, or end the connection of who holds it', async () => {
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    await expect(SocketWorkspace.open(at('exec.sock'))).rejects.toMatchObject({ code: 'sandbox_failed' });
    await exec(workspace, 'touch "$HOME/stays"');
    const stranger = connect(at('exec.sock'));
    const request = Buffer.from('{"v":1,"op":"hold"}');
    stranger.write(Buffer.concat([frameHead('request', request.length), request, frameHead('reset', 0)]));
    await once(stranger.resume(), 'close');
    expect(existsSync(at('state/home/stays'))).toBe(true);
    await workspace.reset();
    expect(existsSync(at('state/home/stays'))).toBe(false);
    await workspace.close();
    const next = await SocketWorkspace.open(at('exec.sock'), { restartMs: 4_000 });
    await next.close();
  });

  it('begins anew without commands and without what they left outside the tree', async () => {
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    await exec(workspace, 'mkdir -p "$HOME/ro/deep" && touch "$HOME/ro/deep/x" && chmod -R a-w "$HOME/ro"');
    const running = exec(workspace, 'sleep 100').catch((error: unknown) => error);
    await workspace.reset();
    expect(await running).toMatchObject({ code: 'sandbox_gone' });
    expect(readdirSync(at('state/home'))).toEqual(['tmp']);
    expect(readdirSync(at('state/out'))).toEqual([]);
    expect((await exec(workspace, 'cat a.txt')).output.text).toBe('true');
    await workspace.close();
  });

  it('that has gone has gone, where nothing starts it again', async () => {
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    const running = exec(workspace, 'sleep 100').catch((error: unknown) => error);
    await server.stop();
    expect(await running).toMatchObject({ code: 'sandbox_gone' });
    await expect(workspace.reset()).rejects.toMatchObject({ code: 'sandbox_gone' });
    server = await serve();
  });

  it('that is started again goes on, and tells of the command that it ended with', async () => {
    const workspace = await SocketWorkspace.open(at('exec.sock'), { restartMs: 20_000 });
    const running = exec(workspace, 'touch begun; sleep 100');
    await vi.waitFor(() => expect(existsSync(at('root/begun'))).toBe(true), 10_000);
    await server.stop();
    expect(await running).toMatchObject({
      exitCode: null,
      output: { text: expect.stringContaining('memory') },
    });
    const next = exec(workspace, 'cat a.txt');
    server = await serve();
    expect((await next).output.text).toBe('true');
    await workspace.reset();
    await workspace.close();
  });
});

describe('a tree that follows its mirror', () => {
  it('takes over what was changed, and keeps what the mirror does not know', async () => {
    const mirrored = at('mirror');
    execFileSync('cp', ['-a', at('root'), mirrored]);
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    const mirror = await TreeMirror.ofExported(workspace, { folder: mirrored, skip: ['node_modules'] });
    await exec(workspace, 'mkdir node_modules new && touch node_modules/kept new/gone && ln -s /etc link');
    await mirror.change(workspace, async () => {
      rmSync(join(mirrored, 'new'), { recursive: true });
      rmSync(join(mirrored, 'link'));
      mkdirSync(join(mirrored, 'link'));
      writeFileSync(join(mirrored, 'link/file'), 'no link any more');
      writeFileSync(join(mirrored, 'a.txt'), 'other');
    });
    expect(readFileSync(at('root/a.txt'), 'utf8')).toBe('other');
    expect(readFileSync(at('root/link/file'), 'utf8')).toBe('no link any more');
    expect(existsSync(at('root/new/gone'))).toBe(false);
    expect(existsSync(at('root/node_modules/kept'))).toBe(true);
    await mirror.update();
    expect(readFileSync(join(mirrored, 'a.txt'), 'utf8')).toBe('other');
    await workspace.close();
  });
});
