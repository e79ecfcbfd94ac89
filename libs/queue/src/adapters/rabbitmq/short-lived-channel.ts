import { timeout, TimeoutStrategy } from 'cockatiel';
import type { Channel } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { BrokerConnection } from './broker-connection';
import { errorText } from './error-text';

/** Works on a channel of its own, without a bound: for work that waits for others. @throws QueueUnavailableError */
export async function onChannel<T>(
  connection: BrokerConnection,
  work: (channel: Channel) => Promise<T>,
): Promise<T> {
  // A connection that an alarm blocks is not read: its channels would pile up.
  const { model, obstacle } = connection;
  if (model === undefined || obstacle !== null) throw new QueueUnavailableError(obstacle ?? '');
  const channel = await model.createChannel();
  channel.on('error', () => undefined); // the call that caused it has it too
  try {
    return await work(channel);
  } finally {
    await channel.close().catch(() => undefined); // a channel that the broker closed cannot be closed again
  }
}

/** The same for a bounded time. @throws QueueUnavailableError */
export async function withChannel<T>(
  connection: BrokerConnection,
  timeoutMs: number,
  work: (channel: Channel) => Promise<T>,
): Promise<T> {
  const limited = timeout(timeoutMs, TimeoutStrategy.Aggressive);
  try {
    return await limited.execute(async () => onChannel(connection, work));
  } catch (error) {
    if (error instanceof QueueUnavailableError) throw error;
    throw new QueueUnavailableError(`RabbitMQ did not do it: ${errorText(error)}`, error);
  }
}
