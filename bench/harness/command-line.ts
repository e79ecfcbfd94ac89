import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import type { Benchmark, OptionValues } from './benchmark';
import { InvalidRunError } from './invalid-run.error';

const OWN: ParseArgsOptionsConfig = {
  json: { type: 'boolean', default: false },
  save: { type: 'boolean', default: false },
  quick: { type: 'boolean', default: false },
};

/** What was asked for after the name of a benchmark. */
export interface CommandLine {
  readonly json: boolean;
  readonly save: boolean;
  readonly quick: boolean;
  readonly options: OptionValues;
}

/** The options of a benchmark, one a line. */
function optionLines({ options }: Benchmark): string[] {
  return Object.entries(options).map(
    ([name, { type, description }]) => `      --${name}${type === 'string' ? ' VALUE' : ''}  ${description}`,
  );
}

/** Every benchmark in one line, each with its options below. */
export function listing(benchmarks: readonly Benchmark[]): string {
  const lines = benchmarks.flatMap((benchmark) => [
    `  ${benchmark.name}  ${benchmark.summary}`,
    ...optionLines(benchmark),
  ]);
  return `npm run bench -- NAME [--json] [--save] [--quick] [option ...]\n${lines.join('\n')}\n`;
}

/** Reads the arguments of `benchmark`. @throws InvalidRunError for one that it does not know, and for `--save --quick` */
export function readCommandLine(args: readonly string[], benchmark: Benchmark): CommandLine {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...OWN, ...benchmark.options } });
    const { json, save, quick, ...options } = values as Record<string, string | boolean | undefined>;
    if (save && quick) throw new Error('a quick run is too short to be kept: --save without --quick');
    return { json: json === true, save: save === true, quick: quick === true, options };
  } catch (error) {
    throw new InvalidRunError(
      error instanceof Error ? error.message : String(error),
      `What there is:\n${listing([benchmark])}`,
    );
  }
}
