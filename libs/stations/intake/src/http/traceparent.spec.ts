import { describe, expect, it } from 'vitest';
import { traceparentOf } from './traceparent';

const SENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const MADE = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

describe('traceparentOf', () => {
  it('takes over what a sender began', () => {
    expect(traceparentOf({ traceparent: SENT })).toBe(SENT);
  });

  it.each([
    ['nothing', undefined],
    ['an empty one', ''],
    ['two', [SENT, SENT]],
    ['two in one', `${SENT}, ${SENT}`],
    ['a trace of zeros', '00-00000000000000000000000000000000-b7ad6b7169203331-01'],
    ['a span of zeros', '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01'],
    ['another version', SENT.replace('00-', 'ff-')],
    ['upper case', SENT.toUpperCase()],
    ['a line more', `${SENT}\nx`],
  ])('makes a new one of %s', (_what, traceparent) => {
    const made = traceparentOf({ traceparent });
    expect(made).toMatch(MADE);
    expect(made).not.toBe(traceparentOf({ traceparent }));
  });
});
