import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchmarkResult } from './result';
import { resultText } from './table';

/** Writes `<name>-<date>.json` and the table beside it as `.md`; a later run of the same day replaces them. */
export function saveResult(
  result: BenchmarkResult,
  notes: readonly string[],
  folder = 'bench/results',
): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${result.name}-${result.date.slice(0, 10)}`);
  writeFileSync(`${file}.json`, `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(`${file}.md`, resultText(result, notes));
  return file;
}
