import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutputTail } from './output-tail';

it('is the end of all that was added, however it came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 20 }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 30 }),
      (pieces, size) => {
        const tail = new OutputTail(size);
        for (const piece of pieces) tail.add(Buffer.from(piece));
        expect(tail.toString()).toBe(Buffer.from(pieces.join('')).subarray(-size).toString());
      },
    ),
  );
});
