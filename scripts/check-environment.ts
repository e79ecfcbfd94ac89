import { readFileSync, writeFileSync } from 'node:fs';
import { renderEnvironmentExample } from './environment-example';

const FILE = '.env.example';

/** Compares `.env.example` with the applications' schemas; `--write` makes it anew. */
export function main(args: readonly string[]): number {
  const wanted = renderEnvironmentExample();
  if (args.includes('--write')) {
    writeFileSync(FILE, wanted);
    return 0;
  }
  if (readFileSync(FILE, 'utf8') === wanted) return 0;
  process.stderr.write(`${FILE} differs from the environment schemas. Remedy: npm run env:example\n`);
  return 1;
}
