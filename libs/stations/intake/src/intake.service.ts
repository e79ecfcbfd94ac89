import { Injectable, Logger } from '@nestjs/common';
import { isTracing, traceIdOf, withLogFields, withSpan } from '@anton/platform';
import { TaskQueue, type ParkedDelivery } from '@anton/queue';
import { WebhookSourceRegistry, type Intake, type ParsedDelivery, type RawDelivery } from '@anton/webhooks';
import { BodyReader } from './body/body-reader';
import { traceparentOf } from './http/traceparent';
import { checkContract } from './contract-check';
import { answerTo, type IntakeAnswer } from './intake-answer';
import { keptHeaders } from './kept-headers';
import { DeliveryMetrics } from './metrics/delivery-metrics';
import { messageOf, type UnderstoodIntake } from './understood-message';

/** From an authentic delivery to a durable message: one way for what arrives and for what was parked. */
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
    const intake = await this.interpret(source, delivery);
    const since = performance.now();
    if (intake.kind === 'parked') await this.park(source, delivery, intake.reason);
    else await this.publish(source, intake, delivery);
    this.metrics.of(source).took(intake, delivery.receivedAt, performance.now() - since);
    return answerTo(intake);
  }

  /**
   * Takes a parked delivery again, with the time and the headers it came with; its authenticity was proven then.
   * `accepted` and durable, `ignored`, or `parked` as before: nothing is parked twice, and whoever calls removes what is
   * done with. `isDryRun` publishes nothing.
   * @throws QueueUnavailableError
   */
  async retake(
    delivery: ParkedDelivery,
    { isDryRun }: { readonly isDryRun: boolean },
  ): Promise<IntakeAnswer> {
    const intake = await this.interpret(delivery.source, delivery);
    if (!isDryRun) await this.publish(delivery.source, intake, delivery);
    return answerTo(intake);
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
  private understood(name: string, delivery: ParsedDelivery): Intake {
    const source = this.sources.find(name);
    if (source === undefined) return { kind: 'parked', reason: `there is no source ${name}` };
    try {
      const intake = source.interpret(delivery);
      checkContract(intake);
      return intake;
    } catch (error) {
      this.logger.error(error instanceof Error ? error : new Error(String(error)));
      return { kind: 'parked', reason: 'the source could make nothing valid of the body' };
    }
  }

  private async publish(source: string, intake: Intake, { headers }: RawDelivery): Promise<void> {
    if (intake.kind === 'parked') return;
    if (intake.kind === 'ignored')
      return this.logger.debug(`ignored a delivery of ${source}: ${intake.reason}`);
    if (!isTracing()) return this.send(source, intake, traceparentOf(headers));
    await withSpan({ name: 'publish agent_events', kind: 'producer' }, ({ traceparent }) =>
      this.send(source, intake, traceparent ?? traceparentOf(headers)),
    );
  }

  private async send(source: string, intake: UnderstoodIntake, traceparent: string): Promise<void> {
    const message = messageOf(source, intake, traceparent);
    await withLogFields({ task_id: message.id, trace_id: traceIdOf(traceparent) }, async () => {
      await this.queue.publish(message);
      this.logger.log(`accepted ${message.id} from ${source}`);
    });
  }

  private async park(source: string, delivery: RawDelivery, reason: string): Promise<void> {
    const { rawBody, receivedAt } = delivery;
    await this.queue.park({ source, reason, headers: keptHeaders(delivery), rawBody, receivedAt });
    this.logger.warn(`parked a delivery of ${source}: ${reason}`);
  }
}
