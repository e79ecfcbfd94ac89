import { connect, type ChannelModel } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import { errorText } from './error-text';
import { DEAD_LETTER_QUEUE, LANE_QUEUES, PARKED_QUEUE } from './topology';

const TIMEOUT_MS = 5_000;
const QUEUES = [LANE_QUEUES.normal, LANE_QUEUES.urgent, DEAD_LETTER_QUEUE, PARKED_QUEUE];

async function isThere(connection: ChannelModel, queue: string): Promise<boolean> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined); // the call that caused it has it too
  try {
    await channel.checkQueue(queue);
    await channel.close();
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 404) return false;
    throw error;
  }
}

/** The queues of Anton that RabbitMQ lacks; nothing is declared. @throws QueueUnavailableError when it cannot be asked */
export async function missingQueues(uri: string): Promise<readonly string[]> {
  let connection: ChannelModel | undefined;
  try {
    connection = await connect(uri, { timeout: TIMEOUT_MS });
    connection.on('error', () => undefined);
    const missing: string[] = [];
    for (const queue of QUEUES) if (!(await isThere(connection, queue))) missing.push(queue);
    return missing;
  } catch (error) {
    throw new QueueUnavailableError(`RabbitMQ cannot be asked: ${errorText(error)}`, error);
  } finally {
    await connection?.close().catch(() => undefined);
  }
}
