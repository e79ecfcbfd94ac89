import { describe, expect, it } from 'vitest';
import { ACK, failureOf, messageOf, QUEUE_SETTINGS, type TaskQueueWorld } from './task-queue-world';

/** One consumer: order, room, pausing, closing. */
export function consumingContract(world: TaskQueueWorld): void {
  const { consume, delivered, depthBecomes } = world;
  const publishAll = async (...ids: string[]) => {
    for (const id of ids) await world.queue.publish(messageOf(id));
  };
  const ids = () => world.deliveries.map(({ id }) => id);
  const gate = () => {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { open: () => open(), opened };
  };

  describe('consuming', () => {
    it('delivers in order, also what is published later', async () => {
      await publishAll('a', 'b');
      await consume(() => ACK);
      await delivered(2);
      await publishAll('c');
      await delivered(3);
      expect(ids()).toEqual(['a', 'b', 'c']);
      await depthBecomes({ ready: 0, delayed: 0, unacknowledged: 0, dead: 0, oldestReadyMs: null });
    });

    it('lets urgent messages overtake a backlog', async () => {
      await publishAll(...Array.from({ length: 20 }, (_, index) => `normal-${index}`));
      await world.queue.publish(messageOf('urgent', { routingKey: 'task.test.p1' }));
      await consume(() => ACK);
      await delivered(21);
      expect(ids().indexOf('urgent')).toBeLessThanOrEqual(2);
    });

    it('says how deep it is', async () => {
      await publishAll('held', 'waits', 'waits too');
      await depthBecomes({ ready: 3, unacknowledged: 0 });
      const { open, opened } = gate();
      await consume(async () => opened.then(() => ACK));
      await depthBecomes({ ready: 2, unacknowledged: 1, oldestReadyMs: expect.any(Number) });
      open();
      await depthBecomes({ ready: 0, unacknowledged: 0, oldestReadyMs: null });
    });

    it('never has more handlers at once than the prefetch', async () => {
      let [now, most] = [0, 0];
      await publishAll(...Array.from({ length: 12 }, (_, index) => `m-${index}`));
      await consume(
        async () => {
          most = Math.max(most, (now += 1));
          await new Promise((resolve) => setTimeout(resolve, 5));
          now -= 1;
          return ACK;
        },
        { prefetch: 3 },
      );
      await delivered(12);
      expect(most).toBe(3);
    });

    it('takes nothing while it is paused, and goes on when it is resumed', async () => {
      const consumer = await consume(() => ACK);
      consumer.pause();
      await publishAll('a');
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(ids()).toEqual([]);
      consumer.resume();
      await delivered(1);
    });

    it('closes after its handlers, settles them, and leaves the rest', async () => {
      await publishAll('held', 'left');
      const { open, opened } = gate();
      const consumer = await consume(async () => opened.then(() => ACK));
      await delivered(1);
      let isClosed = false;
      const closing = consumer.close().then(() => (isClosed = true));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(isClosed).toBe(false);
      open();
      await closing;
      await depthBecomes({ ready: 1, unacknowledged: 0 });
      expect(ids()).toEqual(['held']);
    });

    it('does not deliver to another consumer what a slow handler works on', async () => {
      await publishAll('slow');
      const { open, opened } = gate();
      await consume(async () => opened.then(() => ACK));
      await delivered(1);
      await consume(() => ACK, { queue: await world.subject.again() });
      await new Promise((resolve) => setTimeout(resolve, QUEUE_SETTINGS.visibilityTimeoutMs * 2));
      open();
      await depthBecomes({ ready: 0, unacknowledged: 0 });
      expect(ids()).toEqual(['slow']);
    });

    it('puts a message back for an outage: no attempt is spent, and nothing is taken for a while', async () => {
      await publishAll('a', 'b');
      const pauseMs = 400;
      const times: number[] = [];
      await consume(() => {
        times.push(performance.now());
        return times.length === 1 ? { kind: 'pause', failure: failureOf('model_down'), pauseMs } : ACK;
      });
      await delivered(3);
      expect(world.deliveries.map(({ attempt }) => attempt)).toEqual([1, 1, 1]);
      expect(ids().toSorted()).toEqual(['a', 'a', 'b']);
      expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(pauseMs - 5);
      await depthBecomes({ ready: 0, unacknowledged: 0, dead: 0 });
    });
  });
}
