import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MetricsRegistry } from '@anton/platform';
import type { Delivery, QueueDepth, TaskQueue } from '@anton/queue';
import { QueueMetrics } from './queue-metrics';

const DEPTH = { ready: 4, delayed: 3, unacknowledged: 2, dead: 1, parked: 9, oldestReadyMs: 61_500 };
const MESSAGE = { lane: 'urgent', attempt: 1, publishedAt: new Date('2026-11-25T08:00:00Z') } as Delivery;

describe('QueueMetrics', () => {
  let metrics: MetricsRegistry;
  let depth: ReturnType<typeof vi.fn<() => Promise<QueueDepth>>>;
  let queue: QueueMetrics;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-25T08:00:42Z') });
    metrics = new MetricsRegistry();
    depth = vi.fn<() => Promise<QueueDepth>>().mockResolvedValue(DEPTH);
    queue = new QueueMetrics(metrics, { depth } as unknown as TaskQueue);
  });
  afterEach(() => void vi.useRealTimers());

  const read = (name: string): Promise<string> => metrics.registry.getSingleMetricAsString(name);

  it('show where the messages stand', async () => {
    expect((await read('anton_queue_messages')).split('\n').slice(2)).toEqual([
      'anton_queue_messages{state="ready"} 4',
      'anton_queue_messages{state="delayed"} 3',
      'anton_queue_messages{state="unacknowledged"} 2',
      'anton_queue_messages{state="dead"} 1',
    ]);
    expect(await read('anton_queue_oldest_ready_seconds')).toContain('anton_queue_oldest_ready_seconds 61.5');
  });

  it('cost the queue one look, however many scrape', async () => {
    const names = ['anton_queue_messages', 'anton_queue_oldest_ready_seconds', 'anton_queue_messages'];
    await Promise.all(names.map(read));
    vi.advanceTimersByTime(4_999);
    await read('anton_queue_messages');
    expect(depth).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    await read('anton_queue_messages');
    expect(depth).toHaveBeenCalledTimes(2);
  });

  it('wait for a broker that does not answer only so long, and ask it nothing more meanwhile', async () => {
    depth.mockReturnValue(new Promise(() => undefined));
    for (const _scrape of [1, 2]) {
      const failed = read('anton_queue_messages').catch((error: Error) => error.message);
      await vi.advanceTimersByTimeAsync(2_000);
      expect(await failed).toBe('no answer in time');
    }
    expect(depth).toHaveBeenCalledTimes(1);
  });

  it('have no sample for what is not known', async () => {
    depth.mockResolvedValue({ ...DEPTH, oldestReadyMs: null });
    for (const name of ['anton_queue_oldest_ready_seconds', 'anton_queue_last_taken_age_seconds'])
      expect((await read(name)).split('\n')).toHaveLength(2);
  });

  it('keep how old the message last taken was, by lane, and forget retries', async () => {
    queue.took(MESSAGE);
    queue.took({ ...MESSAGE, lane: 'normal', publishedAt: new Date('2026-11-25T08:00:40.5Z') });
    queue.took({ ...MESSAGE, attempt: 2, publishedAt: new Date('2026-11-25T07:00:00Z') });
    queue.took({ ...MESSAGE, lane: 'normal', publishedAt: new Date('2026-11-25T09:00:00Z') });
    const text = await read('anton_queue_last_taken_age_seconds');
    expect(text).toContain('anton_queue_last_taken_age_seconds{lane="urgent"} 42');
    expect(text).toContain('anton_queue_last_taken_age_seconds{lane="normal"} 0');
  });
});
