import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { askBlocked } from '@anton/egress';
import { AppProcess } from '../processes/app-process';
import { freePorts } from '../processes/free-ports';

export const AGENT_PASSWORD = 'canaryCANARYcanary-of-the-agent';

/** What an {@link EgressWorld} is made of. */
export interface EgressWorldOptions {
  /** `egress` of template `node-service`; the others have none. */
  readonly egress: readonly string[];
  readonly agentHosts: readonly string[];
  readonly mayBePrivate: readonly string[];
  /** Lines of its hosts file: an address, then names. */
  readonly hosts: readonly string[];
}

/** The built proxy as a process of its own, with a catalog, names and a password of its own. */
export class EgressWorld {
  readonly dir = mkdtempSync(join(tmpdir(), 'anton-egress-test-'));
  readonly process: AppProcess;

  private constructor(
    readonly port: number,
    options: EgressWorldOptions,
  ) {
    // A Squid that root starts becomes another user.
    chmodSync(this.dir, 0o755);
    cpSync('catalog', this.at('catalog'), { recursive: true });
    for (const template of ['java-backend', 'react-frontend', 'python-service']) this.allow([], template);
    this.allow(options.egress);
    writeFileSync(this.at('hosts'), `${options.hosts.join('\n')}\n`);
    this.setPassword(AGENT_PASSWORD);
    this.process = new AppProcess({
      app: 'egress',
      url: this.statusUrl,
      variables: {
        TMPDIR: this.dir,
        ANTON_CATALOG_DIR: this.at('catalog'),
        ANTON_EGRESS_PORT: String(port),
        ANTON_EGRESS_PASSWORD_FILE: this.at('password'),
        ANTON_EGRESS_HOSTS_FILE: this.at('hosts'),
        ANTON_EGRESS_AGENT_HOSTS: options.agentHosts.join(','),
        ANTON_EGRESS_ALLOW_PRIVATE: options.mayBePrivate.join(','),
        ANTON_EGRESS_DRAIN_SECONDS: '0',
      },
    });
  }

  /** Resolves when it takes connections. */
  static async open(options: EgressWorldOptions): Promise<EgressWorld> {
    const [port = 0] = await freePorts(2); // the second one is of its status
    const world = new EgressWorld(port, options);
    await world.process.start();
    await world.process.until('ready');
    return world;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What this machine was refused since then. */
  blocked(since: number): ReturnType<typeof askBlocked> {
    return askBlocked(this.url, new Date(since));
  }

  get statusUrl(): string {
    return `http://127.0.0.1:${this.port + 1}`;
  }

  /** The proxy's address as who has a password gives it. */
  urlWith(password: string): string {
    return `http://agent:${password}@127.0.0.1:${this.port}`;
  }

  at(name: string): string {
    return join(this.dir, name);
  }

  setPassword(password: string): void {
    writeFileSync(this.at('password'), `${password}\n`);
  }

  /** Writes `egress` of a template. */
  allow(egress: readonly string[], template = 'node-service'): void {
    const file = this.at(`catalog/templates/${template}/template.yaml`);
    const before = parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, stringify({ ...before, egress }));
  }

  async close(): Promise<void> {
    await this.process.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}
