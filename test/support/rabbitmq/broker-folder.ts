import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../processes/free-ports';

export interface BrokerPorts {
  readonly amqp: number;
  readonly management: number;
  /** Erlang's distribution and its port mapper, by which rabbitmqctl finds the node. */
  readonly distribution: number;
  readonly portMapper: number;
}

/**
 * Erlang terms instead of `rabbitmq.conf`: reading that costs two seconds of every start. Statistics,
 * quorum queues and the acknowledgement timeout are looked at each second instead of every 5, 5 and 60.
 */
function configuration(ports: BrokerPorts): string {
  return `[
  {rabbit, [
    {tcp_listeners, [{"127.0.0.1", ${ports.amqp}}]},
    {collect_statistics_interval, 1000},
    {channel_tick_interval, 1000},
    {quorum_tick_interval, 1000}
  ]},
  {ra, [{wal_max_size_bytes, 67108864}]},
  {rabbitmq_management_agent, [
    {sample_retention_policies, [{global, [{60, 1}]}, {basic, [{60, 1}]}, {detailed, [{60, 1}]}]}
  ]},
  {rabbitmq_management, [{tcp_config, [{ip, "127.0.0.1"}, {port, ${ports.management}}]}]}
].
`;
}

/** Everything of one private node: configuration, data, log, home and ports. */
export class BrokerFolder {
  readonly dir = mkdtempSync(join(tmpdir(), 'anton-rabbitmq-'));

  private constructor(readonly ports: BrokerPorts) {
    for (const name of ['home', 'data', 'log']) mkdirSync(join(this.dir, name));
    writeFileSync(join(this.dir, 'anton.config'), configuration(ports));
    writeFileSync(join(this.dir, 'plugins'), '[rabbitmq_management].\n');
    process.once('exit', () => this.remove());
  }

  static async create(): Promise<BrokerFolder> {
    const [amqp = 0, management = 0, distribution = 0, portMapper = 0] = await freePorts(4);
    return new BrokerFolder({ amqp, management, distribution, portMapper });
  }

  /** The whole environment of the node and of its commands. */
  variables(): Record<string, string> {
    return {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: join(this.dir, 'home'),
      LANG: 'C.UTF-8',
      ERL_EPMD_PORT: String(this.ports.portMapper),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      RABBITMQ_NODENAME: 'anton@localhost',
      RABBITMQ_DIST_PORT: String(this.ports.distribution),
      RABBITMQ_CONF_ENV_FILE: '/dev/null',
      RABBITMQ_CONFIG_FILE: join(this.dir, 'anton.config'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(this.dir, 'plugins'),
      RABBITMQ_MNESIA_BASE: join(this.dir, 'data'),
      RABBITMQ_LOG_BASE: join(this.dir, 'log'),
    };
  }

  /** The end of the node's log, for an error message. */
  logTail(): string {
    try {
      return readFileSync(join(this.dir, 'log', 'anton@localhost.log'), 'utf8').slice(-2_000);
    } catch {
      return '(no log)';
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
