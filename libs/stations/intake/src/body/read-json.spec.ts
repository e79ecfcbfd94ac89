import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from './read-json';

describe('readJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const reading = readJson(text, 1_000, 1_000_000);
        if ('problem' in reading) expect(text).toMatch(/__proto__|constructor/);
        else expect(reading.value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void readJson(text, 64, 1_000)));
  });

  it.each([
    ['{"a":[[1]]}', 3, 10, null],
    ['{"a":[[1]]}', 2, 10, 'the body is nested deeper than 2 levels'],
    ['[1,2,3]', 9, 3, null],
    ['[1,2,3]', 9, 2, 'the body has more than 2 values'],
    [String.raw`["[[[[\"[[[[",",,,,,\\"]`, 1, 2, null],
    ['{"__proto__":1}', 9, 9, 'the body has a key __proto__'],
    [String.raw`[{"a":{"\u005f_proto__":{}}}]`, 9, 9, 'the body has a key __proto__'],
    ['{"a":{"constructor":{"prototype":1}}}', 9, 9, 'the body has a key constructor.prototype'],
    ['{"constructor":"a builder","prototype":1}', 9, 9, null],
    ['{"a":1', 9, 9, 'the body is not JSON'],
    ['NaN', 9, 9, 'the body is not JSON'],
    ['null', 9, 9, null],
  ])('%s within %i levels and %i values: %s', (text, depth, values, problem) => {
    const reading = readJson(text, depth, values);
    expect('problem' in reading ? reading.problem : null).toBe(problem);
  });
});
