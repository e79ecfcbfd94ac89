import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { bundleDriver } from './support/hostile/bundle-driver';
import { originBundle } from './support/hostile/origin-bundle';
import { RunnerPod } from './support/hostile/runner-pod';
import { findImageBuilder } from './support/images/image-builder';
import { findCluster } from './support/kubernetes/cluster';
import { TestNamespace } from './support/kubernetes/test-namespace';

const cluster = findCluster();
const builder = findImageBuilder();
const missing = cluster.missing ?? builder.missing;
const suite = missing === null ? describe : describe.skip;
const WARM = 'images/sandbox-java/warm';

function filesBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

/** A repository of each toolchain, and how it is built where there is no network. */
const TOOLCHAINS = [
  {
    name: 'sandbox-node',
    files: {
      'package.json': '{"name":"a","scripts":{"test":"node --test"}}',
      'a.test.js': "require('node:test')('a', () => {});\n",
    },
    command: 'npm install --offline && npm test',
  },
  {
    name: 'sandbox-python',
    files: { 'test_a.py': 'def test_a():\n    assert True\n' },
    command: 'python3 -m pytest -q && python3 -m venv "$HOME/v" && "$HOME/v/bin/python" -c 1',
  },
  { name: 'sandbox-java', files: filesBelow(WARM), command: 'mvn --offline --batch-mode --quiet verify' },
] as const;

suite(`the shipped sandbox images${missing === null ? '' : ` (${missing})`}`, { timeout: 170_000 }, () => {
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

  it.each(TOOLCHAINS)('$name builds and tests a repository, offline', async ({ name, files, command }) => {
    const { base, javaBase, build } = builder.open();
    const from = name === 'sandbox-java' ? javaBase : base;
    const sandboxImage = build(name, `images/${name}`, '--build-arg', `BASE=${from}`);
    const task = sampleTask('PAY-1');
    const repository = { id: 'pay', url: 'file:///trusted/origin.git', branch: 'main' };
    pod = await RunnerPod.start(namespace, {
      runnerImage,
      sandboxImage,
      context: {
        'task.json': JSON.stringify(task),
        'route.json': JSON.stringify(sampleRoute(task, { repository, skills: [] })),
        'origin.bundle': originBundle(files),
        'driver.mjs': await bundleDriver(),
        'cases.json': JSON.stringify([
          {
            name,
            // stdout and stderr are two pipes, whose order nobody promises: one is asked for.
            steps: [
              { exec: `{ ${command} && echo built && touch /opt/x || echo closed; } 2>&1`, seconds: 120 },
            ],
          },
        ]),
      },
    });
    const { logs, state } = await pod.end();
    expect({ state, ...logs }).toMatchObject({
      agent: expect.stringMatching(/built\\n.*Read-only file system\\nclosed/s) as string,
    });
  });
});
