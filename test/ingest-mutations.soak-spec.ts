import { describe, expect, it } from 'vitest';
import { runMutations } from './support/mutations/survive-mutations';

describe('the specs of ingesting', () => {
  it('notice each safeguard that is taken out', async () => {
    const results = await runMutations((line) => void process.stdout.write(`mutation: ${line}\n`));
    expect(results.filter(({ noticedBy }) => noticedBy === null)).toEqual([]);
  });
});
