import { defineConfig } from 'vitest/config';

const common = { setupFiles: ['reflect-metadata'], environment: 'node' as const };

/**
 * `unit` and `e2e` need nothing but the installed packages, git and the tools they name when they skip;
 * `promises` needs real servers and `gh`, or plays whole runs, which stand beside their source; `soak` takes long.
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
          name: 'promises',
          include: ['{test,libs,bench}/**/*.promise-spec.ts'],
          globalSetup: ['test/support/built-apps.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
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
