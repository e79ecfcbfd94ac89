import { expect, it } from 'vitest';
import { openCoderWorld } from '@anton/testing/agent';

/** Field note agent-loop 5.2: tools and system prompt together, in tokens of 4 bytes. */
const LIMIT = 2_500;

it('keeps system prompt and tool definitions of the first request small', async () => {
  const world = await openCoderWorld({
    coder: [{ tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 'done' } }] }],
  });
  try {
    await world.loop.run(world.loop.begin(world.loopRequest()));
    const body = world.models.exchanges[0]?.body ?? {};
    const tokens = Buffer.byteLength(JSON.stringify(body['tools']) + JSON.stringify(body['system'])) / 4;
    expect(tokens).toBeGreaterThan(500);
    expect(tokens).toBeLessThanOrEqual(LIMIT);
  } finally {
    await world.close();
  }
});
