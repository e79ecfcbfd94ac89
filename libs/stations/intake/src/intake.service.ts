import { Injectable, Logger } from '@nestjs/common';
import { parseAgentTask, parseTaskSignal, type AgentTask, type TaskSignal } from '@anton/contracts';
import { traceIdOf, withLogFields } from '@anton/platform';
import { TaskQueue, type OutgoingMessage } from '@anton/queue';
import { WebhookSourceRegistry, type Intake, type ParsedDelivery, type RawDelivery } from '@anton/webhooks';
import { BodyReader } from './body/body-reader';
import { traceparentOf } from './http/traceparent';
import { DeliveryMetrics } from './metrics/delivery-metrics';

/** What a sender is told (architecture 5.2). */
export type IntakeAnswer =
  | { readonly status: 'accepted'; readonly taskId: string }
  | { readonly status: 'accepted'; readonly signalId: string }
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'parked'; readonly reason: string };

/** From an authentic delivery to a durable message. */
@Injectable()
export class IntakeService {
  private readonly logger = new Logger(IntakeService.name);

  constructor(
    private readonly sources: WebhookSourceRegistry,
    private readonly bodies: BodyReader,
    private readonly queue: TaskQueue,
    private readonly metrics: DeliveryMetrics,
  ) {}

  /** @throws QueueUnavailableError when nothing was made durable; the sender shall try again. */
  async take(source: string, delivery: RawDelivery): Promise<IntakeAnswer> {
    try {
      const answer = await this.answer(source, delivery);
      this.metrics.count(source, answer.status);
      return answer;
    } catch (error) {
      this.metrics.count(source, 'unavailable');
      throw error;
    }
  }

  private async answer(source: string, delivery: RawDelivery): Promise<IntakeAnswer> {
    const intake = await this.interpret(source, delivery);
    switch (intake.kind) {
      case 'task':
        return this.publishTask(source, intake.task, traceparentOf(delivery.headers));
      case 'signal':
        return this.publishSignal(source, intake.signal, traceparentOf(delivery.headers));
      case 'parked':
        return this.park(source, delivery, intake.reason);
      case 'ignored':
        this.logger.debug(`ignored a delivery of ${source}: ${intake.reason}`);
        return { status: 'ignored', reason: intake.reason };
    }
  }

  private async interpret(source: string, delivery: RawDelivery): Promise<Intake> {
    const type = delivery.headers['content-type'];
    const reading = await this.bodies.read(
      delivery.rawBody,
      typeof type === 'string' ? type : 'application/json',
    );
    if ('problem' in reading) return { kind: 'parked', reason: reading.problem };
    return this.understood(source, { ...delivery, body: reading.value });
  }

  /** A source that throws or makes an invalid task is at fault, not its sender: the delivery is kept. */
  private understood(source: string, delivery: ParsedDelivery): Intake {
    try {
      const intake = this.sources.get(source).interpret(delivery);
      if (intake.kind === 'task') parseAgentTask(intake.task);
      if (intake.kind === 'signal') parseTaskSignal(intake.signal);
      return intake;
    } catch (error) {
      this.logger.error(error instanceof Error ? error : new Error(String(error)));
      return { kind: 'parked', reason: 'the source could make nothing valid of the body' };
    }
  }

  private async publishTask(source: string, task: AgentTask, traceparent: string): Promise<IntakeAnswer> {
    const { taskId, priority } = task;
    const routingKey = `task.${source}.${priority}`.toLowerCase();
    task.trace = { traceparent };
    const body = JSON.stringify(task);
    await this.publish(source, { id: taskId, routingKey, body, traceparent });
    return { status: 'accepted', taskId };
  }

  private async publishSignal(
    source: string,
    signal: TaskSignal,
    traceparent: string,
  ): Promise<IntakeAnswer> {
    const { signalId, kind } = signal;
    signal.trace = { traceparent };
    const body = JSON.stringify(signal);
    await this.publish(source, { id: signalId, routingKey: `signal.${source}.${kind}`, body, traceparent });
    return { status: 'accepted', signalId };
  }

  private publish(source: string, message: OutgoingMessage & { traceparent: string }): Promise<void> {
    return withLogFields({ task_id: message.id, trace_id: traceIdOf(message.traceparent) }, async () => {
      await this.metrics.timed(source, () => this.queue.publish(message));
      this.logger.log(`accepted ${message.id} from ${source}`);
    });
  }

  private async park(source: string, delivery: RawDelivery, reason: string): Promise<IntakeAnswer> {
    const { rawBody, receivedAt } = delivery;
    await this.queue.park({ source, reason, headers: keptHeaders(delivery), rawBody, receivedAt });
    this.logger.warn(`parked a delivery of ${source}: ${reason}`);
    return { status: 'parked', reason };
  }
}

/** Headers that say how to read the body; none that authenticates. */
const KEPT = [
  'content-type',
  'user-agent',
  'traceparent',
  'x-atlassian-webhook-identifier',
  'x-atlassian-webhook-flow',
];

function keptHeaders({ headers }: RawDelivery): Record<string, string> {
  const kept = KEPT.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(kept);
}
