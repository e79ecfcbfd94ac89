import { describe, expect, it } from 'vitest';
import type { Benchmark } from './benchmark';
import { listing, readCommandLine } from './command-line';
import { InvalidRunError } from './invalid-run.error';

const benchmark: Benchmark = {
  name: 'sample',
  summary: 'measures nothing',
  options: {
    rounds: { type: 'string', description: 'how often' },
    soak: { type: 'boolean', description: 'for long' },
  },
  run: async () => ({ rows: [], versions: {}, notes: [] }),
};

describe('readCommandLine', () => {
  it('reads its own options and those of the benchmark', () => {
    expect(readCommandLine(['--json', '--rounds', '3', '--soak'], benchmark)).toEqual({
      json: true,
      save: false,
      quick: false,
      options: { rounds: '3', soak: true },
    });
  });

  it.each([
    [['--nonsense'], /nonsense/],
    [['more'], /more/],
    [['--rounds'], /rounds/],
    [['--save', '--quick'], /too short to be kept/],
  ])('refuses %j and says what there is', (args, message) => {
    try {
      readCommandLine(args, benchmark);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidRunError);
      expect((error as InvalidRunError).message).toMatch(message);
      expect((error as InvalidRunError).remedy).toContain('--rounds VALUE  how often');
    }
  });
});

it('lists a benchmark in a line, its options below', () => {
  expect(listing([benchmark]).split('\n').slice(1)).toEqual([
    '  sample  measures nothing',
    '      --rounds VALUE  how often',
    '      --soak  for long',
    '',
  ]);
});
