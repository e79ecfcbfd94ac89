import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { unionOfHosts } from '@anton/egress';
import { AccessLog } from '../blocked/access-log';
import { EGRESS_OPTIONS, type EgressOptions } from '../egress.options';
import { ownAddress } from '../own-address';
import { SquidFiles } from './squid-files';
import { SquidProcess } from './squid-process';

/** A Service goes on to send connections for a moment to a Pod that ends. */
const STILL_ASKED_MS = 3_000;
/** How often the catalog and the password are compared with what Squid has. */
const LOOK_MS = 1_000;

/** Squid with the rules of the catalog, and whatever changes there, in it. */
@Injectable()
export class SquidService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SquidService.name);
  private files: SquidFiles | undefined;
  private squid: SquidProcess | undefined;
  private looking: NodeJS.Timeout | undefined;
  private applying: Promise<void> = Promise.resolve();
  private applied = '';
  private lastFailure = '';

  constructor(
    private readonly catalog: Catalog,
    private readonly log: AccessLog,
    @Inject(EGRESS_OPTIONS) private readonly options: EgressOptions,
  ) {}

  /** @throws ExecaError when Squid refuses its first configuration, or is not installed */
  async onApplicationBootstrap(): Promise<void> {
    const { host, port, hostsFile, drainSeconds } = this.options;
    const logPort = await this.log.listen();
    this.files = await SquidFiles.open({
      listen: { host, port },
      status: { host: ownAddress(host), port: port + 1 },
      logPort,
      hostsFile,
      drainSeconds,
    });
    await this.apply();
    this.squid = new SquidProcess(this.files.configuration, drainSeconds);
    this.squid.start();
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.looking);
    await this.applying;
    await delay(Math.min(STILL_ASKED_MS, this.options.drainSeconds * 1_000));
    await this.squid?.stop();
    await this.log.close();
    await this.files?.remove();
  }

  /** The process that answers on the proxy's port; undefined between two of them. */
  get pid(): number | undefined {
    return this.squid?.pid;
  }

  private look(): void {
    this.applying = this.applying.then(() => this.apply()).catch((error: unknown) => this.failed(error));
  }

  private async apply(): Promise<void> {
    const { version, templates } = this.catalog.snapshot();
    const password = this.options.password();
    const wanted = `${version} ${password}`;
    if (wanted === this.applied) return;
    const anyone = unionOfHosts([...templates.values()].map(({ egress }) => egress));
    const { agentHosts: agent, mayBePrivate } = this.options;
    await this.files?.write({ anyone, agent, mayBePrivate }, password);
    this.applied = wanted;
    this.lastFailure = '';
    this.squid?.reconfigure();
    this.logger.log(`${anyone.length} hosts for everyone, ${agent.length} for the agent`);
  }

  /** What was in force stays in force. */
  private failed(error: unknown): void {
    const failure = error instanceof Error ? error.message : String(error);
    if (failure === this.lastFailure) return;
    this.lastFailure = failure;
    this.logger.error(`the rules before stay in force: ${failure}`);
  }
}
