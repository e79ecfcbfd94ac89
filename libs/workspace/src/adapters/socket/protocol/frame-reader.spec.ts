import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { FRAME_KINDS, frameHead, MAX_FRAME_BYTES, type FrameKind } from './frame';
import { FrameReader } from './frame-reader';

const KINDS = Object.keys(FRAME_KINDS) as FrameKind[];
const frame = fc.record({
  kind: fc.constantFrom(...KINDS),
  payload: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
});

describe('FrameReader', () => {
  it('gives the same frames however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(frame, { maxLength: 8 }),
        fc.array(fc.nat(40), { maxLength: 60 }),
        (frames, cuts) => {
          const wire = Buffer.concat(
            frames.flatMap(({ kind, payload }) => [frameHead(kind, payload.length), payload]),
          );
          const reader = new FrameReader();
          const read = [];
          let start = 0;
          for (const size of [...cuts, wire.length]) {
            read.push(...reader.take(wire.subarray(start, start + size)));
            start += size;
          }
          expect(read).toEqual(frames);
          expect(reader.isWaiting).toBe(false);
        },
      ),
    );
  });

  it.each([
    ['no length', [0, 0, 0, 0, 1]],
    ['a length beyond the limit', [0xff, 0xff, 0xff, 0xff, 1]],
    ['an unknown kind', [0, 0, 0, 1, 99]],
  ])('refuses %s before it waits for more', (_what, bytes) => {
    expect(() => new FrameReader().take(Buffer.from(bytes))).toThrow(
      expect.objectContaining({ code: 'sandbox_protocol' }) as Error,
    );
  });

  it('takes the longest frame in the smallest pieces of a pipe, without copying it again and again', () => {
    const payload = Buffer.alloc(MAX_FRAME_BYTES - 1, 7);
    const wire = Buffer.concat([frameHead('data', payload.length), payload]);
    const reader = new FrameReader();
    const frames = [];
    for (let start = 0; start < wire.length; start += 512)
      frames.push(...reader.take(wire.subarray(start, start + 512)));
    expect(frames).toHaveLength(1);
    expect(frames[0]?.payload.equals(payload)).toBe(true);
  }, 5_000);
});
