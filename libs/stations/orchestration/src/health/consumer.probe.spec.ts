import { describe, expect, it } from 'vitest';
import type { TaskQueueServer } from '@anton/queue';
import { ConsumerProbe } from './consumer.probe';

describe('ConsumerProbe', () => {
  it('is up exactly while the consumer is registered', async () => {
    const server = { isConsuming: false };
    const probe = new ConsumerProbe(server as TaskQueueServer);
    expect(await probe.check()).toEqual({ up: false, detail: 'no consumer is registered' });
    server.isConsuming = true;
    expect(await probe.check()).toEqual({ up: true });
  });
});
