import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { BrokerFolder } from './broker-folder';
import { BrokerProcess, RABBITMQCTL } from './broker-process';
import { BrokerVhost } from './broker-vhost';
import { ManagementApi } from './management-api';

/** A start takes 5 to 15 s on two busy cores. */
const START_DEADLINE_MS = 90_000;
const POLL_MS = 50;
/** The default of RabbitMQ 3. */
const MEMORY_WATERMARK = '0.4';

function accepts(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** A RabbitMQ node of this process alone, on loopback. It is gone when this process is. */
export class Broker {
  private readonly process: BrokerProcess;
  private readonly api: ManagementApi;
  private vhosts = 0;

  constructor(private readonly folder: BrokerFolder) {
    this.process = new BrokerProcess(folder);
    this.api = new ManagementApi(folder.ports.management);
  }

  /** Port of AMQP, the same after every {@link start}. */
  get port(): number {
    return this.folder.ports.amqp;
  }

  /** Address of a virtual host; `port` is another one when a proxy stands in between. */
  uri(vhost = '/', port = this.port): string {
    return `amqp://guest:guest@127.0.0.1:${port}/${encodeURIComponent(vhost)}`;
  }

  /** Makes an empty virtual host and resolves with its address. */
  async newVhost(): Promise<string> {
    const name = `test-${(this.vhosts += 1)}`;
    await this.api.put(['vhosts', name]);
    await this.api.put(['permissions', name, 'guest'], { configure: '.*', write: '.*', read: '.*' });
    return this.uri(name);
  }

  /** The virtual host of an address that {@link uri} or {@link newVhost} made. */
  vhost(uri: string): BrokerVhost {
    return new BrokerVhost(this.api, decodeURIComponent(new URL(uri).pathname.slice(1)));
  }

  /** Starts the node on its ports and its data, and waits until it takes clients. */
  async start(): Promise<void> {
    this.process.spawn();
    const deadline = Date.now() + START_DEADLINE_MS;
    while (!(await this.isReady())) {
      if (!this.process.running) throw new Error(`RabbitMQ ended at its start:\n${this.folder.logTail()}`);
      if (Date.now() > deadline) throw new Error(`RabbitMQ does not start:\n${this.folder.logTail()}`);
      await delay(POLL_MS);
    }
  }

  /**
   * SIGKILL: the node dies between two instructions. Wait a second after a quorum queue was declared: 3.10 saves
   * the names of its Raft logs only 500 ms later, and a queue whose name is lost stays dead for ever.
   */
  kill(): Promise<void> {
    return this.process.kill();
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  pause(): void {
    this.process.signal('SIGSTOP');
  }

  resume(): void {
    this.process.signal('SIGCONT');
  }

  /** Ends the node with its port mapper and removes its data. */
  async stop(): Promise<void> {
    await this.process.end();
    this.folder.remove();
  }

  /** Runs rabbitmqctl (a second or more per call) and resolves with what it printed. */
  async ctl(...args: readonly string[]): Promise<string> {
    const { stdout } = await execa(RABBITMQCTL, ['--quiet', ...args], {
      env: this.folder.variables(),
      extendEnv: false,
      timeout: 60_000,
    });
    return stdout;
  }

  /** Evaluates an Erlang expression in the node. */
  eval(expression: string): Promise<string> {
    return this.ctl('eval', `${expression}.`);
  }

  /** Raises the memory alarm: publishing connections are blocked, consumers go on. */
  async setMemoryAlarm(): Promise<void> {
    await this.ctl('set_vm_memory_high_watermark', '0.00001');
  }

  async clearMemoryAlarm(): Promise<void> {
    await this.ctl('set_vm_memory_high_watermark', MEMORY_WATERMARK);
  }

  /** Closes all connections to a virtual host as an operator would (320 CONNECTION_FORCED). */
  async closeConnections(uri: string): Promise<void> {
    await this.ctl('close_all_connections', '--vhost', this.vhost(uri).name, 'closed by a test');
  }

  private async isReady(): Promise<boolean> {
    return (await accepts(this.folder.ports.management)) && accepts(this.port);
  }
}

/**
 * Starts a private node with its own data, log, home, ports and port mapper.
 * @throws Error that names what to install when RabbitMQ is missing
 */
export async function startBroker(): Promise<Broker> {
  BrokerProcess.requireInstalled();
  const broker = new Broker(await BrokerFolder.create());
  try {
    await broker.start();
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return broker;
}
