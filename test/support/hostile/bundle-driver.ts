import { build, type Plugin } from 'esbuild';

/** Of the libraries only what is used: their modules only declare. */
const declaring: Plugin = {
  name: 'modules-that-only-declare',
  setup: ({ onResolve, resolve: find }) => {
    onResolve({ filter: /^(?:@anton\/|\.)/ }, async ({ path, pluginData, ...where }) => {
      if (pluginData === 'found' || where.kind === 'entry-point') return undefined;
      return { ...(await find(path, { ...where, pluginData: 'found' })), sideEffects: false };
    });
  },
};

/** A driver as one file of text. */
export async function bundleDriver(entry = 'test/support/hostile/driver.ts'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    plugins: [declaring],
    banner: {
      js: "import { createRequire as antonRequire } from 'node:module'; const require = antonRequire(import.meta.url);",
    },
    external: ['@vscode/ripgrep', 'execa', '@nestjs/*', 'reflect-metadata', 'pino', 'prom-client'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
