import { BrokerConnection } from '../src/adapters/rabbitmq/broker-connection';
import { ConfirmedPublisher } from '../src/adapters/rabbitmq/confirmed-publisher';
import type { HeldMessage } from '../src/adapters/rabbitmq/consumer-session';
import { RabbitConsumer } from '../src/adapters/rabbitmq/rabbit-consumer';
import { resolveOptions, type RabbitQueueOptions } from '../src/adapters/rabbitmq/rabbit-queue.options';
import type { Delivery, DeliveryOutcome, QueueConsumer } from '../src/task-queue.port';
import { Settlement, type Settled } from '../src/adapters/rabbitmq/settlement';

/** A mistake that the adapter does not make. */
class AcknowledgesTwice extends Settlement {
  override async settle(held: HeldMessage, outcome: DeliveryOutcome, closing: AbortSignal): Promise<Settled> {
    const settled = await super.settle(held, outcome, closing);
    held.session.acknowledge(held.message);
    return settled;
  }
}

/** The adapter's own consumer with a settlement that acknowledges everything twice. The topology must be there. */
export async function doubleAcknowledging(
  options: RabbitQueueOptions,
): Promise<{ consumer: QueueConsumer; handled: string[]; close: () => Promise<void> }> {
  const settings = resolveOptions(options);
  const connection = new BrokerConnection('consuming', settings);
  const publisher = new ConfirmedPublisher(
    connection,
    settings,
    async () => undefined,
    () => undefined,
  );
  const handled: string[] = [];
  const handler = async ({ id }: Delivery): Promise<DeliveryOutcome> => {
    handled.push(id);
    return { kind: 'ack' };
  };
  const consumer = new RabbitConsumer(
    connection,
    handler,
    { prefetch: 1, silenceMs: 10_000 },
    new AcknowledgesTwice(publisher, settings.retryStepsMs),
    async () => undefined,
  );
  await connection.open();
  consumer.start();
  const close = async (): Promise<void> => {
    await consumer.close();
    await publisher.close();
    await connection.close();
  };
  return { consumer, handled, close };
}
