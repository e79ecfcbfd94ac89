import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalWorkspace } from './local.workspace';
import { findBubblewrap } from './sandbox/bubblewrap';

const CANARY = 'canary-7c1f0e5b';
const isRoot = process.getuid?.() === 0;
const bubblewrap = await findBubblewrap();

/** Another process of this user, as the runner is one: a secret in its environment, and on three kinds of sockets. */
const NEIGHBOUR = `
const { createServer } = require('node:net');
const tell = (socket) => socket.end(process.env.CANARY);
const tcp = createServer(tell).listen(0, '127.0.0.1', () => {
  createServer(tell).listen(process.argv[1], () => {
    createServer(tell).listen('\\0' + process.argv[2], () => console.log(tcp.address().port));
  });
});`;
const ASK = (target: string): string =>
  `node -e "require('node:net').connect(${target}).on('data', (d) => console.log(String(d))).on('error', () => {})"`;

interface Neighbour {
  readonly dir: string;
  readonly port: number;
  readonly pid: number;
}

/** What a repository's command may try. `reaches` is what it shows when it succeeds; `open`: without isolation it does. */
const ATTACKS: readonly {
  readonly name: string;
  readonly command: (neighbour: Neighbour) => string;
  readonly open: boolean;
}[] = [
  { name: "the runner's variables", command: () => 'env; cat /proc/self/environ', open: false },
  { name: "another process's variables", command: ({ pid }) => `cat /proc/${pid}/environ`, open: true },
  {
    name: 'the variables of all processes',
    command: () => `cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep ${CANARY}`,
    open: true,
  },
  { name: 'a file beside the checkout', command: ({ dir }) => `cat ${dir}/trusted/key`, open: true },
  {
    name: 'a file beside the checkout, through a link',
    command: ({ dir }) => `ln -sf ${dir}/trusted/key here; cat here`,
    open: true,
  },
  {
    name: 'a file by the root of another process',
    command: ({ dir, pid }) => `cat /proc/${pid}/root${dir}/trusted/key`,
    open: true,
  },
  { name: 'a port on loopback', command: ({ port }) => ASK(`${port}, '127.0.0.1'`), open: true },
  { name: 'a socket in a folder', command: ({ dir }) => ASK(`'${dir}/agent.sock'`), open: true },
  { name: 'an abstract socket', command: ({ dir }) => ASK(`String.fromCharCode(0) + '${dir}'`), open: true },
  { name: 'a signal', command: ({ pid }) => `kill -0 ${pid} && echo ${CANARY}`, open: true },
  {
    name: 'writing beside the checkout',
    command: ({ dir }) => `echo x > ${dir}/trusted/written && echo ${CANARY}`,
    open: true,
  },
  {
    name: 'the passwords of the machine',
    command: () => `grep -q '^root:' /etc/shadow && echo ${CANARY}`,
    open: isRoot,
  },
  {
    name: 'the memory of another process',
    command: ({ pid }) => `head -c 1 /proc/${pid}/mem; cat /proc/${pid}/maps >/dev/null && echo ${CANARY}`,
    open: true,
  },
];

let neighbour: Neighbour;
let child: ChildProcess;

beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'anton-canary-'));
  for (const folder of ['root', 'out', 'home', 'trusted']) mkdirSync(join(dir, folder));
  writeFileSync(join(dir, 'trusted/key'), CANARY);
  child = spawn(process.execPath, ['-e', NEIGHBOUR, join(dir, 'agent.sock'), dir], {
    env: { CANARY },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no output');
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  neighbour = { dir, port: Number(port), pid: child.pid ?? 0 };
});

afterAll(async () => {
  child.kill('SIGKILL');
  await once(child, 'exit');
  rmSync(neighbour.dir, { recursive: true, force: true });
});

async function outputOf(command: string, isolation?: 'none'): Promise<string> {
  const { dir } = neighbour;
  const workspace = await LocalWorkspace.open({
    root: join(dir, 'root'),
    outDir: join(dir, 'out'),
    home: join(dir, 'home'),
    environment: { ...process.env, CANARY },
    ...(isolation && { isolation }),
  });
  try {
    return (await workspace.exec({ command, timeoutMs: 20_000 })).output.text;
  } finally {
    await workspace.close();
  }
}

describe.skipIf(process.platform !== 'linux')('what a command of the repository reaches', () => {
  describe.skipIf(!bubblewrap.usable)('under bubblewrap: nothing', () => {
    it.each(ATTACKS)('$name', async ({ command }) => {
      expect(await outputOf(command(neighbour))).not.toContain(CANARY);
    });

    it('no namespace of its own, in which it would be root', async () => {
      expect(await outputOf('unshare --user --map-root-user echo inside')).not.toContain('inside');
    });

    it('no network but its own loopback', async () => {
      expect(await outputOf('cat /proc/net/route | tail -n +2; cat /proc/net/dev')).toMatch(
        /^Inter[^]*lo:[^:]*$/,
      );
    });
  });

  describe('without isolation: what this user can', () => {
    it.each(ATTACKS.filter(({ open }) => !open))('held: $name', async ({ command }) => {
      expect(await outputOf(command(neighbour), 'none')).not.toContain(CANARY);
    });

    it.each(ATTACKS.filter(({ open }) => open))('open: $name', async ({ command }) => {
      expect(await outputOf(command(neighbour), 'none')).toContain(CANARY);
    });
  });
});
