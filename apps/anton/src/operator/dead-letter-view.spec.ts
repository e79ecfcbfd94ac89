import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '@anton/queue';
import {
  DEAD_LETTER_HEADS,
  deadLetterLines,
  replayedLetterLine,
  replaySummaryText,
  shownLetterJson,
  shownLetterText,
} from './dead-letter-view';
import { listedLetter } from './listed-letter';
import { parseAge } from './parse-age';

const FAILURE = {
  code: 'contract_invalid',
  message: `\u001b[2J${'anton.task.v1: title: must be a text, '.repeat(4)}`,
  category: 'permanent',
} as const;
const LETTER: DeadLetter = {
  id: 'generic-billing-0123456789-0123456789-abcdef',
  routingKey: 'task.generic/billing.p1',
  body: '{"title":"\u202eevil"}',
  traceparent: undefined,
  publishedAt: new Date('2026-11-25T07:58:12.345Z'),
  attempts: 5,
  category: 'contract_invalid',
  firstFailure: { ...FAILURE, code: 'busy' },
  lastFailure: FAILURE,
  diedAt: new Date('2026-11-25T08:07:00.000Z'),
};

describe('how dead letters are shown', () => {
  it('in 80 columns, with the whole id, without what a sender would do to a terminal', () => {
    const lines = [DEAD_LETTER_HEADS, ...deadLetterLines(LETTER, 1_234).split('\n')];
    const kept = { ...listedLetter(LETTER, 7), status: 'kept', reason: FAILURE.message } as const;
    for (const line of [...lines, replayedLetterLine(kept)]) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toContain('\u001b');
    }
    expect(lines[1]).toBe(`1234  11-25 08:07      5  ${LETTER.id}`);
    expect(lines[2]).toMatch(/^ {6}contract_invalid: .+…$/);
  });

  it('whole, with both failures, and the body exactly only in JSON', () => {
    const text = shownLetterText(LETTER, 1);
    expect(text).toMatch(/^id: +generic-billing/);
    expect(text).toContain('died:          2026-11-25T08:07:00.000Z, after 5 attempts\n');
    expect(text).toContain('first failure: busy: ');
    expect(text).toContain('"title": " evil"');
    expect(shownLetterText({ ...LETTER, attempts: 1, body: 'no \u001b JSON' }, 1)).toMatch(
      /bytes\n\nno {3}JSON$/,
    );
    expect(shownLetterText({ ...LETTER, routingKey: null }, 1)).toContain('unknown, it cannot be replayed');
    const json = JSON.parse(shownLetterJson(LETTER, 3)) as object;
    expect(json).toMatchObject({ place: 3, source: 'generic/billing', body: LETTER.body, traceparent: null });
  });

  it('with a summary that says what was done, or would be', () => {
    const counts = { replayed: 2, kept: 1, stoppedBy: null };
    expect(replaySummaryText(counts, false)).toBe('2 were replayed; 1 leads nowhere and stays');
    expect(replaySummaryText({ ...counts, replayed: 1, kept: 0 }, true)).toBe('1 would be replayed');
    expect(replaySummaryText({ ...counts, replayed: 0, kept: 0 }, false)).toContain('nothing was replayed');
  });
});

describe('parseAge', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, ms) => expect(parseAge('--older-than', text)).toBe(ms));

  it.each(['', '2', 'h', '0h', '-1h', '1.5h', '2 h', '2w', '2H'])('refuses %j', (text) => {
    expect(() => parseAge('--older-than', text)).toThrow(`--older-than is not an age: ${text}`);
  });
});
