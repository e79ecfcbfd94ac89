import type { Root } from './repository-root';

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** What `npm init` writes, which tests nothing. */
const PLACEHOLDER = /no test specified/;

/** A test runner in watch mode never ends. */
function onceFlag(script: string): string {
  if (/\bvitest\b(?!.*(?:\brun\b|--run))/.test(script)) return ' -- --run';
  if (/\b(?:react-scripts test|jest)\b/.test(script) && !/--watchAll=false/.test(script))
    return ' -- --watchAll=false';
  return '';
}

function managerOf(root: Root): string {
  if (root.has('pnpm-lock.yaml')) return 'pnpm run test';
  if (root.has('yarn.lock')) return 'yarn run test';
  return 'npm run --silent test';
}

/** The `test` script of package.json, run once, by the package manager whose lock file is there. */
export async function nodeChecks(root: Root): Promise<readonly string[]> {
  if (!root.has('package.json')) return [];
  const script = (JSON.parse(await root.text('package.json')) as Manifest).scripts?.['test'];
  if (typeof script !== 'string' || script.trim() === '' || PLACEHOLDER.test(script)) return [];
  return [managerOf(root) + onceFlag(script)];
}
