import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { bundleDriver } from './support/hostile/bundle-driver';
import { originBundle } from './support/hostile/origin-bundle';
import { RunnerPod } from './support/hostile/runner-pod';
import { findImageBuilder } from './support/images/image-builder';
import { findCluster } from './support/kubernetes/cluster';
import { TestNamespace } from './support/kubernetes/test-namespace';
import { PAY_FILES } from './support/runner/runner-world';

const cluster = findCluster();
const builder = findImageBuilder();
const missing = cluster.missing ?? builder.missing;
const suite = missing === null ? describe : describe.skip;

/** Images that lack what Node is linked with; none of them holds anything of Anton. */
const IMAGES = [
  ['an image without libstdc++ and libgcc_s', 'no-libstdcxx'],
  ['an image without any C library', 'no-c-library'],
] as const;

const COMMANDS = [
  'echo "user $(id -u) home $HOME"',
  'echo "variables of the loader: $(env | grep -c "^LD_")"',
  'tr "\\0" " " < /proc/1/cmdline',
  'echo x > /anton/node || echo read-only; echo x > /anton/new || echo read-only; rm -f /anton/rg; ls /anton',
  'for i in 1 2 3 4 5; do (setsid env -i bash -c "sleep 0.1" & ) ; done; sleep 1; echo "zombies: $(grep -l "^State:.Z" /proc/[0-9]*/status 2>/dev/null | wc -l)"',
  'setsid env -i bash -c "trap \\"\\" TERM HUP; exec sleep 4711" > /dev/null 2>&1 & sleep 0.2; echo left it',
  'echo "owners of the exec server: $(stat -c %u /proc/1/environ /proc/$PPID/environ | tr "\\n" " ")"',
  'echo "left behind: $(cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c "[s]leep 4711")"',
];

suite(`the sandbox in any image${missing === null ? '' : ` (${missing})`}`, { timeout: 170_000 }, () => {
  let namespace: TestNamespace;
  let runnerImage: string;
  let pod: RunnerPod | undefined;
  beforeAll(async () => {
    namespace = await TestNamespace.create(cluster.open().config);
    const { base, build } = builder.open();
    const runner = build('runner', '.', '--target', 'runner', '--build-arg', `NODE=${base}`);
    runnerImage = build('hostile-runner', 'test/support/hostile/image', '--build-arg', `RUNNER=${runner}`);
  }, 900_000);
  afterEach(async () => pod?.remove());
  afterAll(async () => namespace.delete());

  it.each(IMAGES)('runs in %s', async (_name, folder) => {
    const { base, build } = builder.open();
    const sandboxImage = build(folder, `test/support/images/${folder}`, '--build-arg', `BASE=${base}`);
    const task = sampleTask('PAY-1');
    const repository = { id: 'pay', url: 'file:///trusted/origin.git', branch: 'main' };
    pod = await RunnerPod.start(namespace, {
      runnerImage,
      sandboxImage,
      context: {
        'task.json': JSON.stringify(task),
        'route.json': JSON.stringify(sampleRoute(task, { repository, skills: [] })),
        'origin.bundle': originBundle(PAY_FILES),
        'driver.mjs': await bundleDriver(),
        'cases.json': JSON.stringify([
          { name: 'any', steps: [...COMMANDS.map((exec) => ({ exec })), { grep: 'bill' }] },
        ]),
      },
    });
    const { logs, state } = await pod.end();
    expect({ state, ...logs }).toMatchObject({
      sandbox: expect.stringContaining('serves /checkout at /sock/exec.sock') as string,
    });
    const answers = logs.agent
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
    const [user, loader, init, readOnly, zombies, , owners, left, found] = answers.map((text) =>
      text.replace(/\n\(exited\)$/, ''),
    );
    expect(user).toBe('user 20001 home /tmp/anton/home\n');
    expect(loader).toBe('variables of the loader: 0\n');
    expect(init).toMatch(
      /^\/anton\/tini -- \/anton\/lib\/ld\.so .*\/anton\/node --disable-sigusr1 --max-semi-space-size=2 --single-threaded \/anton\/exec-server\.mjs/,
    );
    expect(readOnly).toMatch(/exec-server\.mjs\nlib\nnode\nrg\ntini\n$/);
    expect(readOnly).not.toContain('new\n');
    expect(zombies).toBe('zombies: 0\n');
    expect(owners).toBe('owners of the exec server: 0 0 \n');
    expect(left).toBe('left behind: 0\n');
    expect(found).toMatch(/pay\.js/);
  });
});
