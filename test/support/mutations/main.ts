import { runMutations } from './survive-mutations';

/** `node scripts/run-ts.mjs test/support/mutations/main.ts`: changes the last commit in a copy and runs the specs on it. */
export async function main(): Promise<number> {
  const results = await runMutations((line) => void process.stdout.write(`${line}\n`));
  return results.every(({ noticedBy }) => noticedBy !== null) ? 0 : 1;
}
