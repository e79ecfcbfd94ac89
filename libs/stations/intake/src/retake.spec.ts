import { Injectable, Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAgentTask, type AgentTask } from '@anton/contracts';
import { IntakeService } from '@anton/intake';
import { type Delivery, type ParkedDelivery } from '@anton/queue';
import { exchange, INTAKE_SECRETS, openIntakeWorld, type IntakeWorld } from '@anton/testing/intake';
import { sampleTask } from '@anton/testing/samples';
import { WebhookSource, WebhookSourceProvider, type Intake, type ParsedDelivery } from '@anton/webhooks';

/** The mapping of a team, which is mended between two readings. */
let mapping: (delivery: ParsedDelivery) => Intake;

@Injectable()
@WebhookSourceProvider('team')
class TeamSource extends WebhookSource {
  readonly bodyLimit = 1024;
  readonly secretInClear = false;
  authenticate = (): boolean => true;
  interpret = (delivery: ParsedDelivery): Intake => mapping(delivery);
  sign = (): Record<string, string> => ({});
}

@Module({ providers: [TeamSource] })
class TeamModule {}

const unreadable = (): Intake => ({ kind: 'parked', reason: 'no title' });
const EARNEST = { isDryRun: false };

describe('taking a parked delivery again', () => {
  let world: IntakeWorld;
  let intake: IntakeService;

  beforeEach(async () => {
    world = await openIntakeWorld({
      extensions: [TeamModule],
      secrets: { ...INTAKE_SECRETS, WEBHOOK_SECRET_TEAM: 'the-one-of-the-team' },
    });
    intake = world.app.get(IntakeService, { strict: false });
    mapping = unreadable;
  });
  afterEach(() => world.close());

  async function parkOne(headers: Record<string, string>, body: string): Promise<ParkedDelivery> {
    const answer = await exchange(world.port, {
      path: '/webhooks/team',
      headers: { authorization: 'Bearer the-one-of-the-team', ...headers },
      body: Buffer.from(body),
    });
    expect(answer.json).toEqual({ status: 'parked', reason: 'no title' });
    const [parked] = await world.queue.parked(1);
    if (parked === undefined) throw new Error('nothing is parked');
    return parked;
  }

  async function published(): Promise<AgentTask> {
    const arrived: Delivery[] = [];
    const consumer = await world.queue.consume(
      async (delivery) => {
        arrived.push(delivery);
        return { kind: 'ack' };
      },
      { prefetch: 1 },
    );
    await vi.waitFor(() => expect(arrived).toHaveLength(1), { timeout: 10_000 });
    await consumer.close();
    return parseAgentTask(JSON.parse(arrived[0]?.body ?? ''));
  }

  it('reads it by the type it came with, at the time it came, and publishes durably', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const form = { 'content-type': 'application/x-www-form-urlencoded', traceparent };
    const parked = await parkOne(form, 'title=It+burns');
    let seen: ParsedDelivery | undefined;
    mapping = (delivery) => {
      seen = delivery;
      const { title } = delivery.body as { readonly title: string };
      return {
        kind: 'task',
        task: sampleTask('PAY-1', { title, receivedAt: delivery.receivedAt.toISOString() }),
      };
    };
    const task = sampleTask('PAY-1');
    expect(await intake.retake(parked, EARNEST)).toEqual({ status: 'accepted', taskId: task.taskId });
    expect(await published()).toMatchObject({
      title: 'It burns',
      receivedAt: parked.receivedAt.toISOString(),
      trace: { traceparent },
    });
    expect(seen?.headers).not.toHaveProperty('authorization');
  });

  it('publishes nothing when it is a dry run', async () => {
    const parked = await parkOne({}, '{}');
    mapping = () => ({ kind: 'task', task: sampleTask('PAY-1') });
    expect(await intake.retake(parked, { isDryRun: true })).toMatchObject({ status: 'accepted' });
    expect((await world.queue.depth()).ready).toBe(0);
  });

  it('never parks it a second time: not when it still cannot be read, nor when its source is gone or at fault', async () => {
    const parked = await parkOne({}, '{}');
    expect(await intake.retake(parked, EARNEST)).toEqual({ status: 'parked', reason: 'no title' });
    const orphan = { ...parked, source: 'gone' };
    expect(await intake.retake(orphan, EARNEST)).toEqual({
      status: 'parked',
      reason: 'there is no source gone',
    });
    mapping = () => {
      throw new TypeError('a fault');
    };
    expect(await intake.retake(parked, EARNEST)).toMatchObject({ status: 'parked' });
    mapping = () => ({ kind: 'ignored', reason: 'not for us' });
    expect(await intake.retake(parked, EARNEST)).toEqual({ status: 'ignored', reason: 'not for us' });
    expect(await world.queue.depth()).toMatchObject({ parked: 1, ready: 0 });
  });
});
