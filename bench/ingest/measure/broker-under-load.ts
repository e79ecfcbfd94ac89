import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { startBroker, type Broker } from '../../../test/support/rabbitmq/broker';
import { InvalidRunError } from '../../harness/invalid-run.error';

const QUIET_MS = 100;

/** The private broker of a run, as the measurement sees it. */
export class BrokerUnderLoad {
  private constructor(
    private readonly broker: Broker,
    private readonly connection: ChannelModel,
    private readonly channel: Channel,
    readonly uri: string,
    /** Its process, whose time is measured. */
    readonly pid: number,
  ) {}

  /** @throws InvalidRunError when RabbitMQ is missing or does not start */
  static async start(): Promise<BrokerUnderLoad> {
    const broker = await startBroker().catch((error: unknown) => {
      throw new InvalidRunError(String(error), 'Install RabbitMQ, or free the machine.');
    });
    const uri = await broker.newVhost();
    const connection = await connect(uri);
    const pid = Number((await broker.eval('os:getpid()')).replaceAll('"', ''));
    return new BrokerUnderLoad(broker, connection, await connection.createChannel(), uri, pid);
  }

  get version(): string {
    const { serverProperties } = this.connection.connection as unknown as {
      readonly serverProperties: { readonly version: string };
    };
    return serverProperties.version;
  }

  /** Empties a queue; resolves with how many messages were in it. */
  async purge(queue: string): Promise<number> {
    return (await this.channel.purgeQueue(queue)).messageCount;
  }

  /** Empties a queue until nothing more comes: requests that were under way are still being published. */
  async drain(queue: string): Promise<number> {
    let messages = await this.purge(queue);
    for (let more = 1; more > 0; messages += more) {
      await delay(QUIET_MS);
      more = await this.purge(queue);
    }
    return messages;
  }

  /** Takes one message away and resolves with the bytes of its body; 0 when there is none. */
  async takeBytes(queue: string): Promise<number> {
    const message = await this.channel.get(queue, { noAck: true });
    return message === false ? 0 : message.content.length;
  }

  async stop(): Promise<void> {
    await this.connection.close();
    await this.broker.stop();
  }
}
