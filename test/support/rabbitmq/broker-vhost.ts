import { ManagementApi } from './management-api';

interface QueueDeclaration {
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A binding of an exchange to a queue. */
export interface BrokerBinding {
  readonly source: string;
  readonly destination: string;
  readonly routing_key: string;
  readonly properties_key: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** One virtual host, looked at and damaged from outside. What it counts is up to a second old. */
export class BrokerVhost {
  constructor(
    private readonly api: ManagementApi,
    readonly name: string,
  ) {}

  async queues(): Promise<readonly string[]> {
    const queues = await this.api.get<{ name: string }[]>('queues', this.name);
    return queues.map(({ name }) => name);
  }

  /** Messages in the queues whose name fits, delivered ones included. */
  async messages(name: RegExp): Promise<number> {
    const queues = await this.api.get<{ name: string; messages?: number }[]>('queues', this.name);
    const fitting = queues.filter((queue) => name.test(queue.name));
    return fitting.reduce((sum, { messages = 0 }) => sum + messages, 0);
  }

  async exchanges(): Promise<readonly string[]> {
    const exchanges = await this.api.get<{ name: string }[]>('exchanges', this.name);
    return exchanges.map(({ name }) => name);
  }

  /** The queues that have consumers, one entry per consumer. */
  async consumers(): Promise<readonly string[]> {
    const consumers = await this.api.get<{ queue: { name: string } }[]>('consumers', this.name);
    return consumers.map(({ queue }) => queue.name);
  }

  async connections(): Promise<readonly string[]> {
    const connections = await this.api.get<{ name: string }[]>('vhosts', this.name, 'connections');
    return connections.map(({ name }) => name);
  }

  /** Without those to the default exchange. */
  async bindings(queue: string): Promise<readonly BrokerBinding[]> {
    const bindings = await this.api.get<BrokerBinding[]>('queues', this.name, queue, 'bindings');
    return bindings.filter(({ source }) => source !== '');
  }

  deleteExchange(exchange: string): Promise<void> {
    return this.api.delete('exchanges', this.name, exchange);
  }

  /** Cancels the queue's consumers too. */
  deleteQueue(queue: string): Promise<void> {
    return this.api.delete('queues', this.name, queue);
  }

  /** Deletes every binding of the queue to an exchange. */
  async deleteBindings(queue: string): Promise<void> {
    for (const { source, properties_key: key } of await this.bindings(queue))
      await this.api.delete('bindings', this.name, 'e', source, 'q', queue, key);
  }

  /** The server cancels the queue's consumers, and the queue is there again at once, empty. */
  async recreateQueue(queue: string): Promise<void> {
    const {
      durable,
      auto_delete,
      arguments: args,
    } = await this.api.get<QueueDeclaration>('queues', this.name, queue);
    const bindings = await this.bindings(queue);
    await this.deleteQueue(queue);
    await this.api.put(['queues', this.name, queue], { durable, auto_delete, arguments: args });
    for (const { source, routing_key, arguments: bindingArguments } of bindings)
      await this.api.post(['bindings', this.name, 'e', source, 'q', queue], {
        routing_key,
        arguments: bindingArguments,
      });
  }
}
