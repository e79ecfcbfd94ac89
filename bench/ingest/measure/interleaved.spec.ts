import { expect, it } from 'vitest';
import { interleaved } from './interleaved';

it('measures everybody once a round, in a turned order', async () => {
  const order: string[] = [];
  const subjects = ['A', 'B', 'C'].map((name) => ({ name }));
  const measured = await interleaved(subjects, 4, async ({ name }, round) => {
    order.push(name);
    return `${name}${round}`;
  });
  expect(order.join('')).toBe('ABCBCACABABC');
  expect([...measured]).toEqual([
    ['A', ['A0', 'A1', 'A2', 'A3']],
    ['B', ['B0', 'B1', 'B2', 'B3']],
    ['C', ['C0', 'C1', 'C2', 'C3']],
  ]);
});
