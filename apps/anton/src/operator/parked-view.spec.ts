import { describe, expect, it } from 'vitest';
import { QueueUnavailableError } from '@anton/queue';
import { PARKED_HEADS, parkedLine, replayedLine, shownJson, summaryJson, summaryText } from './parked-view';
import { stoppedText } from './stopped-view';

const PARKED = {
  source: 'generic/billing',
  reason: `\u001b[2J${'the body has no text at /alerts/0/title, '.repeat(4)}`,
  headers: {},
  rawBody: Buffer.alloc(5_242_880),
  receivedAt: new Date('2026-11-25T07:58:12.345Z'),
};

describe('how parked deliveries are shown', () => {
  it('in 80 columns, without what a sender would do to a terminal', () => {
    for (const line of [
      PARKED_HEADS,
      parkedLine({ ...PARKED, source: 'jira' }, 1_234),
      replayedLine({
        place: 1_234,
        source: 'datadog',
        receivedAt: '',
        bytes: 1,
        status: 'kept',
        reason: PARKED.reason,
      }),
    ]) {
      expect(line.length).toBeLessThanOrEqual(80);
      expect(line).not.toContain('\u001b');
    }
    expect(parkedLine(PARKED, 1)).toMatch(/^ {3}1 {2}11-25 07:58 {3}generic\/billing {2}5242880 {2}/);
  });

  it('with the body as text, or as base64 when it is none', () => {
    const shown = (rawBody: Buffer) => JSON.parse(shownJson({ ...PARKED, rawBody }, 3)) as object;
    const about = { place: 3, source: 'generic/billing', reason: PARKED.reason, headers: {} };
    expect(shown(Buffer.from('{"ä":1}'))).toMatchObject({ ...about, bytes: 8, body: '{"ä":1}' });
    expect(shown(Buffer.from([0xff]))).toMatchObject({ ...about, bytes: 1, base64: '/w==' });
  });

  it('with a summary that says what was done, or would be', () => {
    const counts = { accepted: 2, ignored: 1, kept: 1, stoppedBy: null };
    expect(summaryText(counts, false)).toBe(
      '2 were accepted, 1 were ignored; 1 cannot be read and stays parked',
    );
    expect(summaryText({ ...counts, kept: 0 }, true)).toBe('2 would be accepted, 1 would be ignored');
    expect(summaryText({ ...counts, accepted: 0, ignored: 0, kept: 0 }, false)).toContain(
      'nothing was replayed',
    );
  });

  it('with what stopped it and what to do', () => {
    const stoppedBy = new QueueUnavailableError('the queue did not confirm within 5000 ms');
    expect(stoppedText(stoppedBy, 'parked')).toMatch(
      /^stopped: the queue did not confirm[\s\S]+Nothing is lost/,
    );
    expect(JSON.parse(summaryJson({ accepted: 1, ignored: 0, kept: 0, stoppedBy }, false))).toEqual({
      summary: { accepted: 1, ignored: 0, kept: 0 },
      dryRun: false,
      stopped: {
        code: 'queue_unavailable',
        message: 'the queue did not confirm within 5000 ms',
        remedy: expect.any(String) as string,
      },
    });
  });
});
