import { expect, it } from 'vitest';
import type { ModelClientWorld } from './model-client-world';

/** What no further try can cure. */
export function refusingContract(world: ModelClientWorld): void {
  it.each([
    [400, 'model_request'],
    [401, 'model_auth'],
    [403, 'model_auth'],
    [404, 'model_request'],
    [413, 'model_request'],
    [422, 'model_request'],
  ])('asks once when the vendor says %i', async (status, code) => {
    const client = await world.open([{ fault: 'status', status }]);
    await expect(client.send(world.ask())).rejects.toMatchObject({ code, status, category: 'permanent' });
    expect(world.exchanges.length).toBe(1);
  });

  it('asks once when the stream says that the request is wrong', async () => {
    const client = await world.open([{ fault: 'stream_error', code: 'invalid_request_error' }]);
    await expect(client.send(world.ask())).rejects.toMatchObject({ code: 'model_request', status: 400 });
    expect(world.exchanges.length).toBe(1);
  });

  it.each(['enforced_spend_limit_reached', 'contract_spend_limit_reached', 'insufficient_quota'])(
    'asks once when the money is spent (%s)',
    async (code) => {
      const client = await world.open([{ fault: 'status', status: 429, code }]);
      await expect(client.send(world.ask())).rejects.toMatchObject({
        code: 'model_spend_limit',
        remedy: expect.stringContaining('spend limit') as string,
      });
      expect(world.exchanges.length).toBe(1);
    },
  );

  it('shows the key in no error', async () => {
    const client = await world.open([{ fault: 'status', status: 401 }]);
    const error: unknown = await client.send(world.ask()).catch((reason: unknown) => reason);
    expect(JSON.stringify(error)).not.toMatch(/"key"/);
  });
}
