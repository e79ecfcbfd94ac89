import { describe, expect, it } from 'vitest';
import { AntonError, isAntonError } from './anton.error';
import { DependencyDownError } from './dependency-down.error';
import { PermanentError } from './permanent.error';
import { RetryLater } from './retry-later.error';
import { TaskIdCollisionError } from './task-id-collision.error';

const init = { code: 'x_failed', remedy: 'Do this.' };

describe('Anton errors', () => {
  it('say by their class what they mean for the work at hand', () => {
    expect(new PermanentError('m', init).category).toBe('permanent');
    expect(new RetryLater('m').category).toBe('transient');
    expect(new DependencyDownError('m', init).category).toBe('outage');
    expect(new TaskIdCollisionError('t', 'a', 'b')).toMatchObject({
      category: 'permanent',
      code: 'task_id_collision',
    });
  });

  it('carry their name, cause and the wait that was asked for', () => {
    const cause = new Error('socket');
    const error = new DependencyDownError('m', { ...init, cause, retryAfterMs: 1_000 });
    expect(error).toMatchObject({ name: 'DependencyDownError', cause, retryAfterMs: 1_000, ...init });
  });

  it('are recognised when a second copy of the class threw them', () => {
    class SecondCopy extends Error {
      constructor() {
        super('m');
        Object.defineProperty(this, Symbol.for('anton.error'), { value: true });
      }
    }
    expect(isAntonError(new SecondCopy())).toBe(true);
    expect(new SecondCopy()).not.toBeInstanceOf(AntonError);
  });

  it.each([new Error('m'), { code: 'x_failed' }, null, undefined, 'error'])('are not %s', (value) => {
    expect(isAntonError(value)).toBe(false);
  });
});
