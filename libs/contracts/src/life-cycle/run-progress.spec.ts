import { describe, expect, it } from 'vitest';
import { PROGRESS_SCHEMA, readRunProgress } from './run-progress';

describe('readRunProgress', () => {
  it('reads a line of progress', () => {
    const progress = {
      schema: PROGRESS_SCHEMA,
      taskId: 't',
      attempt: 1,
      stage: 'review',
      status: 'passed',
      detail: 'approved',
      elapsedMs: 5,
      at: '2026-11-01T10:00:00Z',
    };
    expect(readRunProgress(JSON.stringify(progress))).toEqual(progress);
  });

  it.each([
    '',
    'npm test',
    'null',
    '{"schema":"anton.report.v1"}',
    `a test that prints ${PROGRESS_SCHEMA}`,
    `{"text":"${PROGRESS_SCHEMA}"}`,
    `{"schema":"${PROGRESS_SCHEMA}"`,
    `"${PROGRESS_SCHEMA}"`,
  ])('leaves %j alone', (line) => {
    expect(readRunProgress(line)).toBeNull();
  });
});
