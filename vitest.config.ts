import { defineConfig } from 'vitest/config';

const common = { setupFiles: ['reflect-metadata'], environment: 'node' as const };

/** Runs that share nothing: each has repositories, models and folders of its own. */
const RUNS = [
  'test/{runner-*,toolchain-*,founding-story}.promise-spec.ts',
  '{libs,bench}/**/*.promise-spec.ts',
];

/** A real cluster, and installations of Anton on it under the names of the manifests: one file at a time. */
const CLUSTER = [
  'test/{cluster-*,doctor-cluster,executor-kubernetes,helm,hostile-*,images,manifests,network-policy,rbac,sandbox-*}.promise-spec.ts',
];

/**
 * `unit` and `e2e` need nothing but the installed packages, git and the tools they name when they skip;
 * `promises` needs real servers and `gh`, one file at a time; `runs` plays whole runs, two files at a time; `cluster` needs a
 * cluster and its images; `soak` takes long.
 */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // Most suites wait for processes and sockets: three workers use two cores well.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'unit',
          include: ['{apps,libs,scripts,bench}/**/*.spec.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'e2e',
          include: ['test/**/*.e2e-spec.ts'],
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'runs',
          include: RUNS,
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'promises',
          include: ['test/**/*.promise-spec.ts'],
          exclude: [...RUNS, ...CLUSTER],
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'cluster',
          include: CLUSTER,
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        extends: true,
        test: {
          ...common,
          name: 'soak',
          include: ['test/**/*.soak-spec.ts'],
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
