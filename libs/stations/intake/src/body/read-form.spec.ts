import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForm } from './read-form';

const read = (text: string) => readForm(Buffer.from(text));

describe('readForm', () => {
  it('reads what a form was made of', () => {
    const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__');
    fc.assert(
      fc.property(
        fc.dictionary(names, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
        (fields) => {
          expect(read(new URLSearchParams(fields).toString())).toEqual({ value: fields });
        },
      ),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void readForm(Buffer.from(bytes))));
  });

  it.each([
    ['a repeated field', 'a=1&a=2', { value: { a: '2' } }],
    ['what is badly encoded', 'a=%zz&b=+%2B', { value: { a: '%zz', b: ' +' } }],
    ['a field __proto__', '%5f_proto__=1', { problem: 'the form has a field __proto__' }],
    ['as many fields as are allowed', 'a&'.repeat(999), { value: { a: '' } }],
    ['a field more', 'a&'.repeat(1_000), { problem: 'the form has more than 1000 fields' }],
    ['a byte more', 'a'.repeat(512 * 1024 + 1), { problem: 'the form has more than 524288 bytes' }],
  ])('knows %s', (_what, text, reading) => {
    expect(read(text)).toEqual(reading);
  });
});
