// Runs a TypeScript file of this repository with its path aliases and decorators: `node scripts/run-ts.mjs FILE [ARG ...]`.
// The file exports `main(args)`, which returns the exit status.
import 'reflect-metadata';
import { resolve } from 'node:path';
import { createServer, createServerModuleRunner } from 'vite';

const [file, ...args] = process.argv.slice(2);
const server = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  resolve: { tsconfigPaths: true },
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
// Open until main has ended: what it loads later is found as well.
const runner = createServerModuleRunner(server.environments.ssr, { hmr: false });
try {
  const { main } = await runner.import(resolve(file));
  process.exitCode = (await main(args)) ?? 0;
} finally {
  await runner.close();
  await server.close();
}
