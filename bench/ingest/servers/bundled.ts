import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';

/** Bundles a program of bench/ into dist/bench, as an application would be deployed; returns its path. */
export async function bundled(entry: string): Promise<string> {
  const outfile = join('dist/bench', `${basename(dirname(entry))}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return outfile;
}
