import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { spawnKept } from '../processes/spawn-kept';
import { BrokerFolder } from './broker-folder';

/** Not the wrapper in /usr/sbin, which switches the user. */
const BIN = '/usr/lib/rabbitmq/bin';
const SERVER = `${BIN}/rabbitmq-server`;
export const RABBITMQCTL = `${BIN}/rabbitmqctl`;

/** Waiting schedulers sleep, as there are few cores; the distribution stays on loopback. */
const ERLANG = '-noinput +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none';
const LOOPBACK = '-kernel inet_dist_use_interface {127,0,0,1}';

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess | undefined): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The operating system's side of a node: its server process and its port mapper. */
export class BrokerProcess {
  private portMapper: ChildProcess | undefined;
  private server: ChildProcess | undefined;

  constructor(private readonly folder: BrokerFolder) {}

  /** @throws Error that names the package to install */
  static requireInstalled(): void {
    if (existsSync(SERVER)) return;
    throw new Error(`there is no RabbitMQ on this machine (${SERVER}): apt-get install rabbitmq-server`);
  }

  get running(): boolean {
    return isRunning(this.server);
  }

  spawn(): void {
    const { portMapper: port } = this.folder.ports;
    const variables = this.folder.variables();
    if (!isRunning(this.portMapper)) {
      const args = ['-port', String(port), '-address', '127.0.0.1'];
      this.portMapper = spawnKept('epmd', args, { env: variables, stdio: 'ignore' });
    }
    this.server = spawnKept(SERVER, [], {
      env: {
        ...variables,
        // With this the script becomes the server, instead of waiting for it.
        RABBITMQ_ALLOW_INPUT: '1',
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `${ERLANG} ${LOOPBACK}`,
      },
      stdio: 'ignore',
    });
  }

  /** SIGKILL, and waits for the end. */
  kill(): Promise<void> {
    return end(this.server);
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.server?.kill(name);
  }

  async end(): Promise<void> {
    await end(this.server);
    await end(this.portMapper);
  }
}
