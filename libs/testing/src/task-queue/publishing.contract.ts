import { describe, expect, it } from 'vitest';
import { ACK, messageOf, QUEUE_SETTINGS, type TaskQueueWorld } from './task-queue-world';

/** Answered means durable; what cannot be durable in time is refused. */
export function publishingContract(world: TaskQueueWorld): void {
  const { consume, delivered, depthBecomes } = world;

  describe('publishing', () => {
    it('delivers a message whole', async () => {
      const before = Date.now();
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const body = JSON.stringify({ text: 'Grüße, 世界 \u2028 "\\' });
      await world.queue.publish(messageOf('one', { routingKey: 'task.test.p2', body, traceparent }));
      await consume(() => ACK);
      const [delivery] = await delivered(1);
      expect(delivery).toMatchObject({
        id: 'one',
        lane: 'urgent',
        routingKey: 'task.test.p2',
        body,
        traceparent,
        attempt: 1,
      });
      expect(delivery?.publishedAt.getTime()).toBeGreaterThanOrEqual(before - 1000);
      expect(delivery?.publishedAt.getTime()).toBeLessThanOrEqual(Date.now() + 1000);
    });

    it('takes the same id again, and delivers it again', async () => {
      await world.queue.publish(messageOf('one'));
      await world.queue.publish(messageOf('one'));
      await consume(() => ACK);
      await delivered(2);
      await depthBecomes({ ready: 0, unacknowledged: 0 });
    });

    it('keeps a message of 1 MiB', async () => {
      const body = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
      await world.queue.publish(messageOf('big', { body }));
      await consume(() => ACK);
      const [delivery] = await delivered(1);
      expect(delivery?.body.length).toBe(body.length);
    });

    it('refuses more publishes at once than allowed, and keeps the others', async () => {
      const ids = Array.from({ length: QUEUE_SETTINGS.maxInFlight * 3 }, (_, index) => `many-${index}`);
      const answers = await Promise.allSettled(ids.map(async (id) => world.queue.publish(messageOf(id))));
      const refused = answers.filter((answer) => answer.status === 'rejected');
      expect(refused.length).toBeGreaterThan(0);
      for (const { reason } of refused) expect(reason).toMatchObject({ code: 'queue_unavailable' });
      const kept = ids.filter((_, index) => answers[index]?.status === 'fulfilled');
      expect(kept.length).toBeGreaterThanOrEqual(QUEUE_SETTINGS.maxInFlight);
      await consume(() => ACK, { prefetch: 10 });
      const deliveries = await delivered(kept.length);
      expect(deliveries.map(({ id }) => id)).toEqual(expect.arrayContaining(kept));
    });

    it('refuses in time when nothing can be written, and recovers', async () => {
      await world.queue.probe();
      const repair = await world.subject.breakDown();
      const before = performance.now();
      const writes = [
        world.queue.publish(messageOf('lost')),
        world.queue.probe(),
        world.queue.park({
          source: 'jira',
          reason: 'x',
          headers: {},
          rawBody: Buffer.of(1),
          receivedAt: new Date(),
        }),
      ];
      for (const answer of await Promise.allSettled(writes))
        expect(answer).toMatchObject({ reason: { code: 'queue_unavailable', category: 'outage' } });
      expect(performance.now() - before).toBeLessThan(QUEUE_SETTINGS.publishTimeoutMs + 1000);
      await repair();
      await world.queue.probe();
      await world.queue.publish(messageOf('kept'));
      await consume(() => ACK);
      await expect.poll(() => world.deliveries.map(({ id }) => id)).toContain('kept');
    });

    it('keeps parked deliveries whole, oldest first', async () => {
      const rawBody = Buffer.from([0, 255, 10, 13, 0xe2, 0x80]);
      const receivedAt = new Date('2026-11-01T10:00:00.000Z');
      const first = { source: 'jira', reason: 'not JSON', headers: { 'x-a': '1' }, rawBody, receivedAt };
      await world.queue.park(first);
      await world.queue.park({ ...first, source: 'sonar' });
      await depthBecomes({ parked: 2, ready: 0 });
      expect(await world.queue.parked(1)).toEqual([first]);
      expect((await world.queue.parked(10)).map(({ source }) => source)).toEqual(['jira', 'sonar']);
    });

    it('reviews parked deliveries once each, oldest first, and removes what is done', async () => {
      const delivery = { reason: 'x', headers: {}, rawBody: Buffer.of(1), receivedAt: new Date(0) };
      for (const source of ['a', 'b', 'c', 'd']) await world.queue.park({ source, ...delivery });
      const seen: string[] = [];
      const remove = new Set(['a', 'c']);
      const decide = async ({ source }: { source: string }) => {
        seen.push(source);
        return remove.has(source) ? ('remove' as const) : ('keep' as const);
      };
      await world.queue.reviewParked(decide, 3);
      expect(seen).toEqual(['a', 'b', 'c']);
      await depthBecomes({ parked: 2 });
      const failing = async () => Promise.reject(new Error('no'));
      await expect(world.queue.reviewParked(failing, 10)).rejects.toThrow('no');
      await depthBecomes({ parked: 2 });
      await world.queue.reviewParked(decide, 10);
      expect(seen.slice(3)).toEqual(['b', 'd']);
    });
  });
}
