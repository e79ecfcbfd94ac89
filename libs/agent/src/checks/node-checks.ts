import type { Root } from './repository-root';

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** What `npm init` writes, which tests nothing. */
const PLACEHOLDER = /no test specified/;
const IN_FRONT = String.raw`^\s*(?:(?:cross-env|npx|\w+=\S+|node\s+\S*bin/\S*)\s+)*`;
const VITEST = new RegExp(`${IN_FRONT}vitest\\b`);
const JEST = new RegExp(`${IN_FRONT}(?:jest|react-scripts\\s+test)\\b`);

/** What ends a runner that would wait for changes. Only for the last command of a script: arguments go to that one. */
function onceFlag(script: string): string | null {
  const last = script.split(/&&|\|\||;|\|/).at(-1) ?? '';
  if (VITEST.test(last) && !/\brun\b|--run\b/.test(last)) return '--run';
  if (JEST.test(last) && !last.includes('--watchAll=false')) return '--watchAll=false';
  return null;
}

/** pnpm and yarn hand arguments on as they are, npm after `--`. */
function commandOf(root: Root, flag: string | null): string {
  const argument = flag === null ? '' : ` ${flag}`;
  if (root.has('pnpm-lock.yaml')) return `pnpm run test${argument}`;
  if (root.has('yarn.lock')) return `yarn run test${argument}`;
  return `npm run --silent test${flag === null ? '' : ` -- ${flag}`}`;
}

/** Null when it is no JSON object: such a manifest names no command, whatever broke it. */
function manifestOf(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** The `test` script of package.json, run once, by the package manager whose lock file is there. */
export async function nodeChecks(root: Root): Promise<readonly string[]> {
  if (!root.has('package.json')) return [];
  const script = manifestOf(await root.text('package.json'))?.scripts?.['test'];
  if (typeof script !== 'string' || script.trim() === '' || PLACEHOLDER.test(script)) return [];
  return [commandOf(root, onceFlag(script))];
}
