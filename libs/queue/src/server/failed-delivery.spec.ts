import { AntonError, DependencyDownError, PermanentError, RetryLater } from '@anton/contracts';
import { describe, expect, it } from 'vitest';
import { failedDelivery } from './failed-delivery';

const down = (retryAfterMs?: number) =>
  new DependencyDownError('down', { code: 'model_down', remedy: 'wait', retryAfterMs });

describe('failedDelivery', () => {
  it.each([
    ['a permanent error', new PermanentError('no', { code: 'bad', remedy: 'r' }), 'dead_letter', 'bad'],
    ['RetryLater', new RetryLater('later'), 'retry', 'retry_later'],
    ['an outage', down(), 'pause', 'model_down'],
    ['an unforeseen error', new TypeError('x is undefined'), 'retry', 'unexpected_error'],
    ['something that is no error', 'text', 'retry', 'unexpected_error'],
    [
      'a transient error of a team',
      new AntonError('flaky', { code: 'flaky', category: 'transient', remedy: 'r' }),
      'retry',
      'flaky',
    ],
  ])('ends a delivery after %s', (_name, error, kind, code) => {
    expect(failedDelivery(error)).toMatchObject({ kind, failure: { code } });
  });

  it.each([
    [undefined, 10_000],
    [45_000, 45_000],
    [0, 1000],
    [3_600_000, 300_000],
  ])('pauses for what the dependency asked for, within reason: %s ms', (asked, pauseMs) => {
    expect(failedDelivery(down(asked))).toMatchObject({ pauseMs });
  });

  it('keeps the beginning of a very long message', () => {
    expect(failedDelivery(new Error('x'.repeat(5000))).failure.message).toHaveLength(2000);
  });
});
