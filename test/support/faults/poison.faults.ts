import { InvalidContractError, RetryLater } from '@anton/contracts';
import {
  RabbitQueueModule,
  RpcErrorFilter,
  TaskContext,
  TaskQueue,
  TaskQueueServer,
  TaskQueueServerModule,
} from '@anton/queue';
import { Controller, UseFilters, type INestApplication } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import type { FaultWorld } from './fault-world';

const handled: { readonly id: string; readonly attempt: number; readonly at: number }[] = [];

@Controller()
@UseFilters(RpcErrorFilter)
class PoisonedController {
  @EventPattern<string>('task')
  async take(@Payload() body: { kind?: string } | null, @Ctx() { delivery }: TaskContext): Promise<void> {
    handled.push({ id: delivery.id, attempt: delivery.attempt, at: performance.now() });
    if (body?.kind === 'good') return;
    if (body?.kind === 'transient') throw new RetryLater('a dependency is busy');
    if (body?.kind === 'unforeseen') throw new TypeError('x is undefined');
    throw new InvalidContractError('anton.task.v1', ['kind: unknown']);
  }
}

const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** What is published, how often it is attempted, and what is then said of it. Two retry steps are set. */
const POISON: readonly (readonly [id: string, body: string, attempts: number, category: string])[] = [
  ['not-json', '{"kind":', 0, 'body_not_json'],
  ['empty', '', 0, 'body_not_json'],
  ['wrong-schema', '{"kind":"unheard of"}', 1, 'contract_invalid'],
  ['no-object', 'null', 1, 'contract_invalid'],
  ['deep', deep(20_000), 1, 'contract_invalid'],
  ['large', JSON.stringify({ kind: 'large', text: 'x'.repeat(1024 * 1024) }), 1, 'contract_invalid'],
  ['transient', '{"kind":"transient"}', 3, 'retry_later'],
  ['unforeseen', '{"kind":"unforeseen"}', 3, 'unexpected_error'],
];
const GOOD = 200;

/** Messages that cannot be handled, beside ones that can, through the Nest transport. */
export function poisonFaults(world: FaultWorld): void {
  describe('poison beside good messages', () => {
    let app: INestApplication;

    it('each is attempted as often as its category says and put away; the good ones do not notice', async () => {
      handled.length = 0;
      const rabbit = RabbitQueueModule.forRoot(world.settings());
      const server = TaskQueueServerModule.forRoot({ imports: [rabbit], prefetch: 4 });
      const built = await Test.createTestingModule({
        imports: [rabbit, server],
        controllers: [PoisonedController],
      }).compile();
      app = built.createNestApplication(new FastifyAdapter(), { logger: false });
      app.connectMicroservice({ strategy: app.get(TaskQueueServer) }, { inheritAppConfig: true });
      await app.startAllMicroservices();
      try {
        const queue = app.get(TaskQueue);
        const publish = (id: string, body: string) => queue.publish({ id, routingKey: 'task.test.p3', body });
        for (const [id, body] of POISON) await publish(id, body);
        for (let number = 0; number < GOOD; number += 1) {
          await publish(`good-${number}`, '{"kind":"good"}');
          if (number % 25 === 0) for (const [id, body] of POISON) await publish(`${id}-${number}`, body);
        }
        const poison = POISON.length * (1 + GOOD / 25);
        await world.recovers(async () =>
          expect(await queue.depth()).toMatchObject({
            dead: poison,
            ready: 0,
            delayed: 0,
            unacknowledged: 0,
          }),
        );
        const letters = await queue.deadLetters(2 * poison);
        expect(letters).toHaveLength(poison);
        for (const { id, category } of letters) {
          const [, , attempts, expected] =
            POISON.find(([name]) => id === name || id.startsWith(`${name}-`)) ?? [];
          expect([id, category]).toEqual([id, expected]);
          expect([id, handled.filter((one) => one.id === id).length]).toEqual([id, attempts]);
        }
        expect(handled.filter(({ id }) => id.startsWith('good'))).toHaveLength(GOOD);
      } finally {
        await app.close();
      }
    });
  });
}
