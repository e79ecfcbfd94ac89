import { Injectable, Logger } from '@nestjs/common';
import { Catalog, type CatalogRepository } from '@anton/catalog';
import { CodeHosts } from '@anton/codehost';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';

/** How long a count holds, and how long a task waits before it is asked about again. */
const COUNT_HOLDS_MS = 60_000;
const ASK_AGAIN_MS = 60_000;
/** Of one count, tries included. */
const TIMEOUT_MS = 20_000;

interface Count {
  /** The number, or why there is none: a host that hangs is not asked again for every task that waits. */
  readonly open: number | string;
  readonly until: number;
  /** Runs at the time: when there are fewer, one may have opened another. */
  readonly running: number;
}

/**
 * Bounds what people have to review: Anton's open pull requests of a repository, together with its runs that may open
 * one. Last in the order, because it asks the code host. A host that cannot be asked makes the task wait.
 */
@DispatchGateProvider('open-pull-requests', { order: 600 })
@Injectable()
export class OpenPullRequestsGate extends DispatchGate {
  private readonly logger = new Logger(OpenPullRequestsGate.name);
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly catalog: Catalog,
    private readonly hosts: CodeHosts,
  ) {
    super();
  }

  override async check({ route, active, now }: GateContext): Promise<GateAnswer> {
    const id = route.repository?.id;
    const repository = this.catalog.snapshot().repositories.find((entry) => entry.id === id);
    if (repository === undefined) return { kind: 'refuse', reason: `repository ${id} is not in the catalog` };
    const limit = repository.policy.maxOpenPullRequests;
    const running = active.filter(({ repositoryId }) => repositoryId === id).length;
    const open = await this.count(repository, running, now.getTime());
    if (typeof open === 'string') return { kind: 'wait', reason: open, retryAfterMs: ASK_AGAIN_MS };
    if (open + running < limit) return { kind: 'admit' };
    const also = running === 0 ? '' : ` and ${running} running`;
    const reason = `the limit of ${limit} open pull requests in ${id} is reached: ${open} open${also}`;
    return running === 0 ? { kind: 'wait', reason, retryAfterMs: ASK_AGAIN_MS } : { kind: 'wait', reason };
  }

  /** The number, or why there is none. */
  private async count(
    { id, url, branch }: CatalogRepository,
    running: number,
    now: number,
  ): Promise<number | string> {
    const known = this.counts.get(id);
    if (known !== undefined && known.until > now && known.running <= running) {
      this.counts.set(id, { ...known, running });
      return known.open;
    }
    const open = await this.ask(id, url, branch);
    this.counts.set(id, { open, until: now + COUNT_HOLDS_MS, running });
    return open;
  }

  private async ask(id: string, url: string, branch: string): Promise<number | string> {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      return await this.hosts.for(url).countOpenPullRequests({ url, branch }, signal);
    } catch (error) {
      this.logger.error(`the open pull requests of ${id} cannot be counted`, error);
      return `the open pull requests of ${id} cannot be counted: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}
