import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DependencyDownError, InvalidContractError, RetryLater } from '@anton/contracts';
import { currentLogFields, type LogFields } from '@anton/platform';
import { Controller, UseFilters, type INestApplication } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SqliteQueueModule } from '../adapters/sqlite/sqlite-queue.module';
import { TaskQueue, type QueueDepth } from '../task-queue.port';
import { RpcErrorFilter } from './rpc-error.filter';
import { TaskContext } from './task-context';
import { TaskQueueServer } from './task-queue.server';
import { TaskQueueServerModule } from './task-queue-server.module';

interface Handled {
  readonly body: unknown;
  readonly attempt: number;
  readonly fields: LogFields;
}

let handled: Handled[] = [];
let answer: (body: unknown) => Promise<void> = async () => undefined;

@Controller()
@UseFilters(RpcErrorFilter)
class TasksController {
  @EventPattern<string>('task')
  async take(@Payload() body: unknown, @Ctx() context: TaskContext): Promise<void> {
    await Promise.resolve();
    handled.push({ body, attempt: context.delivery.attempt, fields: currentLogFields() });
    await answer(body);
  }
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PATIENCE = { timeout: 10_000, interval: 10 };

describe('TaskQueueServer', () => {
  let folder: string;
  let app: INestApplication;

  const started = async (controllers = [TasksController]): Promise<TaskQueue> => {
    const queue = SqliteQueueModule.forRoot({
      file: join(folder, 'queue.db'),
      retryStepsMs: [20, 20],
      pollIntervalMs: 20,
    });
    const server = TaskQueueServerModule.forRoot({ imports: [queue], prefetch: 2 });
    const built = await Test.createTestingModule({ imports: [queue, server], controllers }).compile();
    app = built.createNestApplication(new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ strategy: app.get(TaskQueueServer) }, { inheritAppConfig: true });
    await app.startAllMicroservices();
    return app.get(TaskQueue);
  };
  const publish = async (queue: TaskQueue, body: string, id = 'one') =>
    queue.publish({
      id,
      routingKey: 'task.test.p3',
      body,
      traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
    });
  const depthBecomes = async (queue: TaskQueue, depth: Partial<QueueDepth>) =>
    vi.waitFor(async () => expect(await queue.depth()).toMatchObject(depth), PATIENCE);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'anton-queue-server-'));
    handled = [];
    answer = async () => undefined;
  });
  afterEach(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it('hands body and delivery to the handler, with log fields, and acknowledges', async () => {
    const queue = await started();
    await publish(queue, '{"title":"NPE","__proto__":{"admin":true}}');
    await depthBecomes(queue, { ready: 0, unacknowledged: 0 });
    const fields = { task_id: 'one', trace_id: TRACE_ID };
    expect(handled).toEqual([{ body: { title: 'NPE' }, attempt: 1, fields }]);
  });

  it.each([
    ['RetryLater', () => new RetryLater('the ledger is busy'), 'retry_later', 3],
    ['an unforeseen error', () => new TypeError('x is undefined'), 'unexpected_error', 3],
    [
      'a permanent error',
      () => new InvalidContractError('anton.task.v1', ['title: missing']),
      'contract_invalid',
      1,
    ],
  ])('ends a message after %s', async (_name, makeError, category, attempts) => {
    answer = async () => Promise.reject(makeError());
    const queue = await started();
    await publish(queue, '{}');
    await depthBecomes(queue, { dead: 1, ready: 0, delayed: 0 });
    expect(await queue.deadLetters(1)).toMatchObject([{ id: 'one', category, attempts }]);
    expect(handled).toHaveLength(attempts);
  });

  it('keeps a message for an outage, at no cost, and takes nothing meanwhile', async () => {
    const down = { code: 'model_down', remedy: 'wait', retryAfterMs: 60_000 };
    answer = async () => Promise.reject(new DependencyDownError('down', down));
    const queue = await started();
    await publish(queue, '{}');
    await vi.waitFor(() => expect(handled).toHaveLength(1), PATIENCE);
    await publish(queue, '{}', 'two');
    await depthBecomes(queue, { ready: 2, delayed: 0, unacknowledged: 0 });
    expect(handled).toHaveLength(1);
  });

  it.each(['not JSON', '', '{"a":'])('puts %j away without asking the handler', async (body) => {
    const queue = await started();
    await publish(queue, body);
    await depthBecomes(queue, { dead: 1 });
    expect(await queue.deadLetters(1)).toMatchObject([{ category: 'body_not_json', attempts: 1 }]);
    expect(handled).toEqual([]);
  });

  it('takes nothing while it is paused', async () => {
    const queue = await started();
    const server = app.get(TaskQueueServer);
    server.pause();
    await publish(queue, '{}');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(handled).toEqual([]);
    server.resume();
    await depthBecomes(queue, { ready: 0, unacknowledged: 0 });
  });

  it('waits for running handlers when the application closes', async () => {
    let isDone = false;
    answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      isDone = true;
    };
    const queue = await started();
    await publish(queue, '{}');
    await vi.waitFor(() => expect(handled).toHaveLength(1), PATIENCE);
    await app.close();
    expect(isDone).toBe(true);
  });

  it('does not start without a handler', async () => {
    await expect(started([])).rejects.toMatchObject({ code: 'no_task_handler' });
  });
});
