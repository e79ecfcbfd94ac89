import type { PlannedCheck } from './planned-check';
import { onceFlag, reportingCommand, type HandOn } from './report-flags';
import type { Root } from './repository-root';

interface Manifest {
  readonly packageManager?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
}

/** What `npm init` writes, which tests nothing. */
const PLACEHOLDER = /no test specified/;

/** A package manager, and how it hands arguments on to a script. */
interface Manager {
  readonly command: string;
  readonly handOn: HandOn;
}

/** pnpm and yarn hand arguments on as they are, npm after `--`. */
const PLAIN: HandOn = (command, args) => `${command} ${args}`;
const AFTER_DASHES: HandOn = (command, args) =>
  command.includes(' -- ') ? `${command} ${args}` : `${command} -- ${args}`;
const NPM: Manager = { command: 'npm run --silent test', handOn: AFTER_DASHES };
const MANAGERS: Readonly<Record<string, Manager>> = {
  npm: NPM,
  pnpm: { command: 'pnpm run test', handOn: PLAIN },
  yarn: { command: 'yarn run test', handOn: PLAIN },
};
const LOCKS: readonly (readonly [string, string])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
];

/** The package manager that package.json names (`pnpm@9.1.0`), else the one whose lock file is there. */
async function managerIn(root: Root): Promise<Manager | null> {
  const named = root.has('package.json') ? manifestOf(await root.text('package.json'))?.packageManager : null;
  const name = typeof named === 'string' ? named.split('@')[0] : LOCKS.find(([lock]) => root.has(lock))?.[1];
  return MANAGERS[name ?? ''] ?? null;
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

/** The `test` script of package.json, run once, by its own package manager, else by the one of `top`, the repository. */
export async function nodeChecks(root: Root, top: Root = root): Promise<readonly PlannedCheck[]> {
  if (!root.has('package.json')) return [];
  const script = manifestOf(await root.text('package.json'))?.scripts?.['test'];
  if (typeof script !== 'string' || script.trim() === '' || PLACEHOLDER.test(script)) return [];
  const { command, handOn } = (await managerIn(root)) ?? (await managerIn(top)) ?? NPM;
  const flag = onceFlag(script);
  const once = flag === null ? command : handOn(command, flag);
  return [{ command: once, reporting: reportingCommand(once, script, handOn) }];
}
