import { afterEach, expect, it } from 'vitest';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';

let world: CoderWorld;
afterEach(() => world.close());

const SKIPS = `diff --git a/pay.test.ts b/pay.test.ts
index 1111111..2222222 100644
--- a/pay.test.ts
+++ b/pay.test.ts
@@ -1 +1 @@
-it('pays', () => expect(pay(1)).toBe(1));
+it.skip('pays', () => expect(pay(1)).toBe(1));
`;

async function review(diff: string, round = 1) {
  world = await openCoderWorld({ reviewer: [{ json: { earlier: [], findings: [], summary: 'fine' } }] });
  const answer = await world.panel.review(world.reviewRequest(diff, { round }));
  return { answer, asked: JSON.stringify(world.models.exchanges[0]?.body['input']) };
}

it('rejects a change that skips a test, whatever the model says, and shows it to the model', async () => {
  const { answer, asked } = await review(SKIPS);
  expect(answer).toMatchObject({
    verdict: 'rejected',
    blocking: [{ id: 'tamper/skipped-1', severity: 'high', file: 'pay.test.ts', startLine: 1 }],
  });
  expect(asked).toContain('skipped: pay.test.ts skips: it.skip');
});

it('says nothing of a change that leaves tests alone', async () => {
  const { answer, asked } = await review(SKIPS.replaceAll('pay.test.ts', 'pay.ts'));
  expect(answer).toMatchObject({ verdict: 'approved', summary: 'fine' });
  expect(asked).toContain('no test was deleted, skipped or weakened');
});
