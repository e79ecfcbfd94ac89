import { once } from 'node:events';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { spawnKept } from '../processes/spawn-kept';
import type { FaultWorld } from './fault-world';

const PROGRAM = 'libs/queue/test/killable-consumer.ts';
const BUILT = 'dist/test/killable-consumer.mjs';

async function buildConsumer(): Promise<void> {
  await build({
    entryPoints: [PROGRAM],
    outfile: BUILT,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    tsconfig: 'tsconfig.json',
    logLevel: 'error',
  });
}

/** How consumers die of a message, and what becomes of it and of the others. */
export interface Killing {
  readonly deaths: number;
  readonly handled: readonly string[];
}

/** Starts one consumer after the other until one has handled everything that is left without dying of it. */
export async function consumeUntilNobodyDies(uri: string, prefetch: number): Promise<Killing> {
  await buildConsumer();
  const handled: string[] = [];
  for (let deaths = 0; ; deaths += 1) {
    const child = spawnKept(process.execPath, ['--no-warnings', BUILT, uri, String(prefetch)], {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    handled.push(...output.split('\n').filter(Boolean));
    if (code === 0) return { deaths, handled };
  }
}

/** A message that kills whoever takes it. The limit of 20 deaths is lowered by a policy; the soak test has it whole. */
export function killerFaults(world: FaultWorld): void {
  describe('a message that kills its consumers', () => {
    it('is put away after its limit, and what came after it is handled', async () => {
      const queue = await world.open();
      const policy = [
        'set_policy',
        '-p',
        world.vhost.name,
        'few',
        '^orchestrator_queue$',
        '{"delivery-limit":3}',
      ];
      await world.broker.ctl(...policy, '--apply-to', 'queues');
      const good = Array.from({ length: 10 }, (_, index) => `good-${index}`);
      for (const id of ['killer', ...good])
        await queue.publish({ id, routingKey: 'task.test.p3', body: '{}' });
      const { deaths, handled } = await consumeUntilNobodyDies(world.uri, 1);
      expect(deaths).toBe(4);
      expect(handled).toEqual(good);
      await world.depthBecomes(queue, { ready: 0, dead: 1 });
      expect(await queue.deadLetters(10)).toMatchObject([{ id: 'killer', category: 'delivery_limit' }]);
    });
  });
}

/** The whole limit of 20, with messages in the hands of the same consumer: RabbitMQ counts a death for each of them. */
export function killerAmongNeighbours(world: FaultWorld): void {
  it('a message that kills its consumers takes none of its neighbours along', async () => {
    const queue = await world.open();
    const good = Array.from({ length: 6 }, (_, index) => `good-${index}`);
    for (const id of [...good.slice(0, 3), 'killer', ...good.slice(3)])
      await queue.publish({ id, routingKey: 'task.test.p3', body: '{}' });
    const { deaths, handled } = await consumeUntilNobodyDies(world.uri, 4);
    expect(deaths).toBe(21);
    expect([...new Set(handled)].toSorted()).toEqual(good);
    expect(await queue.deadLetters(10)).toMatchObject([{ id: 'killer', category: 'delivery_limit' }]);
    await world.depthBecomes(queue, { ready: 0, dead: 1 });
  });
}
