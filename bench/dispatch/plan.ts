import type { BenchmarkOption, BenchmarkRequest, OptionValues } from '../harness/benchmark';
import { InvalidRunError } from '../harness/invalid-run.error';

/** What can be measured by itself. */
const PARTS = ['points', 'limit', 'memory', 'start'] as const;
export type Part = (typeof PARTS)[number];

export const OPTIONS: Readonly<Record<string, BenchmarkOption>> = {
  only: { type: 'string', description: `which of ${PARTS.join(',')} (default: all)` },
  'in-flight': { type: 'string', description: 'messages that are under way at once (default: 1,16)' },
  rounds: { type: 'string', description: 'rounds per number of messages in flight (default: 5)' },
  'api-ms': { type: 'string', description: 'what a write takes at the scripted API server (default: 10)' },
  profile: { type: 'string', description: 'folder for a processor profile of the orchestrator (slows it)' },
};

/** How much is measured. */
export interface Plan {
  readonly isQuick: boolean;
  readonly parts: readonly Part[];
  readonly inFlight: readonly number[];
  readonly rounds: number;
  /** Of the scripted API server, in milliseconds. */
  readonly apiMs: number;
  /** Tasks of a round with this many in flight. */
  tasksOf(inFlight: number): number;
  readonly limit: { readonly tasks: number; readonly runs: number };
  /** Tasks in the ledger when memory is measured. */
  readonly ledgerTasks: number;
  readonly starts: number;
  readonly profile: string | undefined;
}

function numbers(
  options: OptionValues,
  name: string,
  otherwise: readonly number[],
  least = 1,
): readonly number[] {
  const text = options[name];
  if (typeof text !== 'string') return otherwise;
  const values = text.split(',').map(Number);
  if (values.every((value) => Number.isInteger(value) && value >= least)) return values;
  throw new InvalidRunError(`--${name} is ${text}`, `Give whole numbers from ${least}, separated by commas.`);
}

function partsOf({ only }: OptionValues): readonly Part[] {
  if (typeof only !== 'string') return PARTS;
  return only.split(',').map((name) => {
    const part = PARTS.find((known) => known === name);
    if (part === undefined)
      throw new InvalidRunError(`there is no part ${name}`, `Choose from ${PARTS.join(', ')}.`);
    return part;
  });
}

/** Reads the options. @throws InvalidRunError */
export function planOf({ isQuick, options }: BenchmarkRequest): Plan {
  const number = (name: string, otherwise: number, least = 1): number =>
    numbers(options, name, [otherwise], least)[0] ?? otherwise;
  const { profile } = options;
  return {
    isQuick,
    parts: partsOf(options),
    inFlight: numbers(options, 'in-flight', [1, 16]),
    rounds: number('rounds', isQuick ? 1 : 5),
    apiMs: number('api-ms', 10, 0),
    tasksOf: (inFlight) => (isQuick ? Math.max(5, inFlight) : inFlight * 4 + 26),
    limit: isQuick ? { tasks: 40, runs: 8 } : { tasks: 500, runs: 20 },
    ledgerTasks: isQuick ? 500 : 5_000,
    starts: isQuick ? 1 : 7,
    profile: typeof profile === 'string' ? profile : undefined,
  };
}
