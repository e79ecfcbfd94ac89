import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findImageBuilder } from './support/images/image-builder';
import { runImage, type ImageStart } from './support/images/run-image';
import { savedImage, type SavedImage } from './support/images/saved-image';
import { findCluster } from './support/kubernetes/cluster';
import { TestNamespace } from './support/kubernetes/test-namespace';

const cluster = findCluster();
const builder = findImageBuilder();
const missing = cluster.missing ?? builder.missing;
const suite = missing === null ? describe : describe.skip;
const save = process.env['ANTON_IMAGE_SAVE'] ?? '';
const saved = save === '' ? describe.skip : describe;
const BUILD_MS = 900_000;
const RUNNER_MIB = 200;

interface Shipped {
  readonly name: string;
  readonly folder: string;
  readonly user: number;
  readonly start: Omit<ImageStart, 'image' | 'user'>;
  /** How it ends when it is started so, without any configuration, and what it says then. */
  readonly ends: readonly [exitCode: number, says: RegExp];
}

const app = (name: string, args: readonly string[], ends: Shipped['ends']): Shipped => ({
  name,
  folder: '.',
  user: 10_001,
  start: args.length === 0 ? {} : { args },
  ends,
});
const sandbox = (name: string, program: string, says: RegExp): Shipped => ({
  name,
  folder: `images/${name}`,
  user: 20_001,
  start: {
    command: ['bash', '-c', `mkdir -p ~ && touch ~/mine && id -un && cd ~ && ${program}`],
  },
  ends: [0, says],
});

const SHIPPED: readonly Shipped[] = [
  app('ingester', [], [1, /BROKER_URI/]),
  app('orchestrator', [], [1, /BROKER_URI[\s\S]*DATABASE_URL|DATABASE_URL[\s\S]*BROKER_URI/]),
  app('runner', ['--help'], [0, /prepare[\s\S]*run/]),
  app('anton', ['--help'], [0, /doctor/]),
  sandbox(
    'sandbox-node',
    'npm --version && npm config get cache',
    /anton\n\d+\.\d+\.\d+\n\/tmp\/anton\/home\/\.npm/,
  ),
  sandbox('sandbox-python', 'python3 -m pytest --version', /anton\npytest \d/),
  sandbox('sandbox-java', 'mvn --version', /anton\n[\s\S]*Apache Maven 3/),
];

/** Where an image of Anton's has files of its own, or a build may have left some. */
const OWN = /^(?:app|opt|root|home|tmp|src|work|srv|usr\/src)\//;
/** Sources, maps of them, histories, settings, packages, caches. */
const FORBIDDEN =
  /\.tsx?$|\.map$|(?:^|\/)(?:\.git|\.env|\.npmrc|\.npm|\.cache|\.netrc|\.ssh|node_modules)(?:\/|$)|\.(?:pem|key|kubeconfig)$/;
const SECRET = /KEY|TOKEN|SECRET|PASSWORD|sk-ant-|ghp_|BEGIN [A-Z ]*PRIVATE/;

suite(`the shipped images${missing === null ? '' : ` (${missing})`}`, { timeout: BUILD_MS }, () => {
  let namespace: TestNamespace;
  const built = new Map<string, string>();
  beforeAll(async () => {
    namespace = await TestNamespace.create(cluster.open().config);
    const { base, build, javaBase } = builder.open();
    for (const { name, folder } of SHIPPED) {
      const target = folder === '.' ? ['--target', name, '--build-arg', `NODE=${base}`] : [];
      const from = name === 'sandbox-java' ? javaBase : base;
      const args = folder === '.' ? target : ['--build-arg', `BASE=${from}`];
      built.set(name, build(name, folder, ...args));
    }
  }, BUILD_MS);
  afterAll(async () => namespace.delete());

  it.each(SHIPPED)('$name starts under restricted with a read-only root', async (shipped) => {
    const { name, user, start, ends } = shipped;
    const [exitCode, says] = ends;
    const end = await runImage(namespace, { image: built.get(name) ?? '', user, ...start });
    expect(end).toEqual({ exitCode, log: expect.stringMatching(says) as string });
    expect(end.log).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });

  saved(
    save === '' ? 'as a registry gets them (skipped: no ANTON_IMAGE_SAVE)' : 'as a registry gets them',
    () => {
      it.each(SHIPPED)(
        '$name has labels, a user, and neither secret nor source',
        async ({ name, user, folder }) => {
          using image: SavedImage = savedImage(save, built.get(name) ?? '');
          expect(image.config.User).toBe(`${user}:${user}`);
          expect(image.config.Labels).toMatchObject({
            'org.opencontainers.image.title': expect.stringContaining('Anton') as string,
            'org.opencontainers.image.description': expect.any(String) as string,
            'org.opencontainers.image.licenses': 'Apache-2.0',
          });
          if (folder === '.') expect(image.config.Entrypoint?.slice(0, 3)).toEqual(['tini', '--', 'node']);
          expect((image.config.Env ?? []).filter((entry) => SECRET.test(entry))).toEqual([]);
          expect(image.history).not.toMatch(SECRET);
          expect(image.paths.filter((path) => OWN.test(path) && FORBIDDEN.test(path))).toEqual([]);
          if (name !== 'runner') return;
          const mebibytes = Math.round((await image.compressedBytes()) / 1024 / 1024);
          process.stdout.write(`${name}: ${mebibytes} MiB compressed\n`);
          expect(mebibytes).toBeLessThan(RUNNER_MIB);
        },
      );
    },
  );
});
