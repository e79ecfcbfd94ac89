import { describe, expect, it } from 'vitest';
import { heapFlags } from './heap-flags';

describe('heapFlags', () => {
  it('keeps the space for new objects small', () => {
    expect(heapFlags([], '')).toEqual(['--max-semi-space-size=2']);
  });

  it.each([
    [['--max-semi-space-size=64'], ''],
    [['--max_semi_space_size=64'], ''],
    [[], '--enable-source-maps --max-semi-space-size=64'],
  ])('leaves what %j and NODE_OPTIONS=%j set', (execArgv, nodeOptions) => {
    expect(heapFlags(execArgv, nodeOptions)).toEqual([]);
  });
});
