import type { BenchmarkOption, BenchmarkRequest, OptionValues } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';
import { readServerNames, SERVER_NAMES, type ServerName } from './servers/servers';

export const OPTIONS: Readonly<Record<string, BenchmarkOption>> = {
  servers: { type: 'string', description: `which of ${SERVER_NAMES.join(',')} (default: all)` },
  connections: { type: 'string', description: 'numbers of connections (default: 1,32,128)' },
  rounds: { type: 'string', description: 'rounds per number of connections (default: 5)' },
  seconds: { type: 'string', description: 'seconds per round and server (default: 3)' },
  'only-points': { type: 'boolean', description: 'no Jira bodies, no sizes of bodies' },
  generator: { type: 'string', description: 'wrk or autocannon (default: wrk where it is installed)' },
  soak: { type: 'boolean', description: '200 requests/s for 10 minutes, too' },
  'soak-minutes': { type: 'string', description: 'the same for so long' },
  profile: { type: 'string', description: 'folder for a processor profile of anton (slows it)' },
};

/** How much is measured. */
export interface Plan {
  readonly isQuick: boolean;
  readonly servers: readonly ServerName[];
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly onlyPoints: boolean;
  /** 0: no soak. */
  readonly soakMinutes: number;
  readonly profile: string | undefined;
  /** undefined: the best that is installed. */
  readonly generator: string | undefined;
}

function numbers(options: OptionValues, name: string, otherwise: readonly number[]): readonly number[] {
  const text = options[name];
  if (typeof text !== 'string') return otherwise;
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isInteger(value) && value > 0)) return values;
  throw new InvalidRunError(`--${name} is ${text}`, 'Give whole numbers above 0, separated by commas.');
}

/** Reads the options. @throws InvalidRunError */
export function planOf({ isQuick, options }: BenchmarkRequest): Plan {
  const number = (name: string, otherwise: number): number =>
    numbers(options, name, [otherwise])[0] ?? otherwise;
  const text = (name: string): string | undefined => {
    const value = options[name];
    return typeof value === 'string' ? value : undefined;
  };
  const servers = text('servers');
  return {
    isQuick,
    servers: servers === undefined ? SERVER_NAMES : readServerNames(servers),
    connections: numbers(options, 'connections', isQuick ? [1, 32] : [1, 32, 128]),
    rounds: number('rounds', isQuick ? 1 : 5),
    seconds: number('seconds', isQuick ? 1 : 3),
    onlyPoints: options['only-points'] === true,
    soakMinutes:
      options['soak'] === true || options['soak-minutes'] !== undefined ? number('soak-minutes', 10) : 0,
    profile: text('profile'),
    generator: text('generator'),
  };
}
