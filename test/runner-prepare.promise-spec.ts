import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalCodeHost, type Checkout } from '@anton/codehost';
import { makeBareRepository } from '@anton/testing/code-host';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { SocketWorkspace, TreeMirror } from '@anton/workspace';

const RUNNER = resolve('dist/apps/runner/main.js');
const OK = 'export const add = (a, b) => a + b;\n';

let dir: string;
let sandbox: ChildProcess | undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-prepare-'));
});
afterEach(async () => {
  if (sandbox !== undefined && sandbox.exitCode === null) {
    sandbox.kill();
    await once(sandbox, 'exit');
  }
  sandbox = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const at = (...parts: string[]): string => join(dir, ...parts);

function context(url: string): string {
  const task = sampleTask('ADD-1');
  const route = sampleRoute(task, { repository: { id: 'add', url, branch: 'main' }, skills: [] });
  mkdirSync(at('context'));
  writeFileSync(at('context/task.json'), JSON.stringify(task));
  writeFileSync(at('context/route.json'), JSON.stringify(route));
  return at('context');
}

function prepare(url: string): string {
  const places = ['--trusted', at('trusted'), '--checkout', at('checkout'), '--tools', at('tools')];
  return execFileSync(process.execPath, [RUNNER, 'prepare', '--context', context(url), ...places], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: dir },
  });
}

/** The container `sandbox`: only what was laid out for it, and an empty environment. */
async function startSandbox(): Promise<void> {
  const args = [
    '--inhibit-cache',
    '--library-path',
    at('tools/lib'),
    at('tools/node'),
    at('tools/exec-server.mjs'),
    '--socket',
    at('exec.sock'),
    '--root',
    at('checkout'),
    '--state',
    at('state'),
  ];
  sandbox = spawn(at('tools/lib/ld.so'), args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  if (sandbox.stdout !== null) await once(sandbox.stdout, 'data');
}

describe('a run that is prepared for a Pod', () => {
  it('has its repository where the agent is, its tree where the sandbox is, and the tools for it', () => {
    const url = `file://${makeBareRepository(dir, { 'src/add.mjs': OK, '.git-is-not-this/x': 'x' })}`;
    expect(prepare(url)).toContain('"state":"done"');
    expect(readdirSync(at('checkout')).toSorted()).toEqual(['.git-is-not-this', 'src']);
    expect(existsSync(at('checkout/.git'))).toBe(false);
    expect(statSync(at('checkout/src/add.mjs')).mode & 0o777).toBe(0o664);
    expect(statSync(at('checkout/src')).mode & 0o070).toBe(0o070);
    expect(readdirSync(at('tools')).toSorted()).toEqual(['exec-server.mjs', 'lib', 'node', 'rg']);
    expect(readdirSync(at('tools/lib'))).toEqual(
      expect.arrayContaining(['ld.so', 'libc.so.6', 'libgcc_s.so.1', 'libstdc++.so.6']),
    );
    const checkout = JSON.parse(readFileSync(at('trusted/checkout.json'), 'utf8')) as Checkout;
    expect(checkout).toMatchObject({ trustedDir: at('trusted/repository'), pushed: null });
  });

  it('is changed in the sandbox and compared where the sandbox cannot reach', async () => {
    const url = `file://${makeBareRepository(dir, { 'src/add.mjs': OK })}`;
    prepare(url);
    await startSandbox();
    const prepared = JSON.parse(readFileSync(at('trusted/checkout.json'), 'utf8')) as Checkout;
    const checkout = { ...prepared, checkoutDir: at('mirror') };
    mkdirSync(at('mirror'));
    const host = new LocalCodeHost();
    await host.exportTree(checkout, { tree: checkout.baseSha, folder: at('mirror') });
    const workspace = await SocketWorkspace.open(at('exec.sock'));
    const mirror = await TreeMirror.ofExported(workspace, { folder: at('mirror'), skip: ['node_modules'] });
    await workspace.write('src/add.mjs', Buffer.from(OK.replace('a + b', 'a - -b')));
    await workspace.exec({
      command: 'mkdir -p node_modules/x && echo 1 > node_modules/x/i.js; echo t > new.txt',
      timeoutMs: 10_000,
    });
    const found = await workspace.grep({ pattern: 'a - -b', maxMatches: 5, timeoutMs: 10_000 });
    expect(found.matches.map(({ path }) => path)).toEqual(['src/add.mjs']);
    await mirror.update();
    const { files, text } = await host.diff(checkout);
    expect(files.map(({ path, status }) => `${status} ${path}`)).toEqual([
      'added new.txt',
      'modified src/add.mjs',
    ]);
    expect(text).toContain('+export const add = (a, b) => a - -b;');
    await workspace.close();
  });

  it('says what is wrong with it, without a stack', () => {
    expect(() => prepare(`file://${at('absent.git')}`)).toThrow(/absent\.git|repository/);
  });
});
