import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logicalKey } from './logical-key';
import { deriveTaskId, TASK_ID_PATTERN } from './task-id';

interface Vector {
  readonly what: string;
  readonly source: string;
  readonly externalId: string;
  readonly keyParts: readonly string[];
  readonly logicalKey: string;
  readonly taskId: string;
}

const PUBLISHED = new URL('../../../../docs/schemas/task-id.vectors.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(PUBLISHED, 'utf8')) as { vectors: readonly Vector[] };

const source = fc.stringMatching(/^[A-Z][A-Z0-9_-]{0,31}$/);
const parts = fc.record({
  source,
  externalId: fc.string({ unit: 'binary' }),
  logicalKey: fc.string({ unit: 'binary' }),
});

describe('deriveTaskId', () => {
  it.each(vectors)('$what: $taskId', ({ keyParts, logicalKey: key, taskId, ...rest }) => {
    expect(logicalKey(...keyParts)).toBe(key);
    expect(deriveTaskId({ ...rest, logicalKey: key })).toBe(taskId);
  });

  it('has a published vector for every peculiarity, and no two with one id', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(12);
    expect(new Set(vectors.map(({ taskId }) => taskId)).size).toBe(vectors.length);
  });

  it('gives a DNS-1123 label of at most 44 characters, whatever the sender writes', () => {
    fc.assert(
      fc.property(parts, (input) => {
        const taskId = deriveTaskId(input);
        expect(taskId).toMatch(TASK_ID_PATTERN);
        expect(taskId).toMatch(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/);
        expect(taskId.length).toBeLessThanOrEqual(44);
      }),
    );
  });

  it('is told apart by the logical key alone, however alike the external ids are', () => {
    const keys = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(source, fc.string(), keys, (name, externalId, logicalKeys) => {
        const ids = logicalKeys.map((key) => deriveTaskId({ source: name, externalId, logicalKey: key }));
        expect(new Set(ids).size).toBe(logicalKeys.length);
      }),
    );
  });
});
