import { isAntonError } from '@anton/contracts';
import { BENCHMARKS } from './benchmarks';
import type { Benchmark } from './harness/benchmark';
import { listing, readCommandLine } from './harness/command-line';
import { InvalidRunError } from './harness/invalid-run.error';
import { resultOf } from './harness/result';
import { saveResult } from './harness/save';
import { resultText } from './harness/table';

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function find(name: string): Benchmark {
  const found = BENCHMARKS.find((benchmark) => benchmark.name === name);
  if (found === undefined)
    throw new InvalidRunError(`there is no benchmark ${name}`, `What there is:\n${listing(BENCHMARKS)}`);
  return found;
}

async function measure(name: string, args: readonly string[]): Promise<void> {
  const benchmark = find(name);
  const { json, save, quick, options } = readCommandLine(args, benchmark);
  const findings = await benchmark.run({ isQuick: quick, options, say: tell });
  const result = resultOf(benchmark, findings, new Date());
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : `${resultText(result, findings.notes)}`);
  if (json) findings.notes.forEach(tell);
  if (save) tell(`kept as ${saveResult(result, findings.notes)}.json and .md`);
}

/**
 * `npm run bench -- NAME`: one benchmark; without a name, what there is. Standard output is the table, or one JSON
 * object; how it goes is told on standard error. Returns 1 when the run is invalid; a goal that is missed is no failure.
 */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  // What was started is ended when this process ends, so it has to end by itself.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  if (name === undefined || name.startsWith('-')) {
    process.stdout.write(listing(BENCHMARKS));
    return name === undefined || name === '--help' ? 0 : 1;
  }
  try {
    await measure(name, args);
    return 0;
  } catch (error) {
    if (!isAntonError(error)) throw error;
    tell(`${error.message}\n\n${error.remedy}`);
    return 1;
  }
}
