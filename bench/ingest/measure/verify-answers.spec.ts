import { describe, expect, it } from 'vitest';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { verifyAnswers } from './verify-answers';

const result = { answered: 1_000, others: 0, seconds: 1, p50Ms: 1, p99Ms: 2 };

describe('verifyAnswers', () => {
  it('takes a message for every answer, and for what was under way at the end', () => {
    expect(() => verifyAnswers('anton', result, 1_000, 32)).not.toThrow();
    expect(() => verifyAnswers('anton', result, 1_032, 32)).not.toThrow();
  });

  it.each([
    ['an answer that was not 202', { ...result, others: 1 }, 1_000],
    ['no answer at all', { ...result, answered: 0 }, 0],
    ['an answer without a message', result, 999],
    ['messages that nobody was answered for', result, 1_033],
  ])('makes a run invalid by %s', (_name, given, messages) => {
    expect(() => verifyAnswers('anton', given, messages, 32)).toThrow(InvalidRunError);
  });
});
