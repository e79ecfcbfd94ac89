import { checkHistory, isFaultless } from './check-history';
import { readHistory } from './history';
import { verdictLine } from './verdict-line';

/** Checks a history that was kept: `node scripts/run-ts.mjs test/support/history/main.ts FILE`. Prints the verdict. */
export async function main([file]: readonly string[]): Promise<number> {
  if (file === undefined) {
    process.stderr.write('which history? FILE.jsonl is missing\n');
    return 1;
  }
  const verdict = checkHistory(readHistory(file));
  process.stdout.write(`${verdictLine(verdict)}\n${JSON.stringify(verdict, null, 2)}\n`);
  return isFaultless(verdict) ? 0 : 1;
}
