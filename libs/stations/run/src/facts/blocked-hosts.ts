import { Inject, Injectable, Logger } from '@nestjs/common';
import type { RouteDecision } from '@anton/contracts';
import { RUN_OPTIONS, type RunOptions } from '../run-options';
import type { RunFacts } from './run-facts';

/** What the words on refused hosts speak of. */
export function blockedPlaceOf({ template, egress = [] }: Pick<RouteDecision, 'template' | 'egress'>) {
  return { template: template ?? '', egress };
}

/** Learns which hosts a run was refused. Not knowing changes nothing for the run. */
@Injectable()
export class BlockedHostsOfRun {
  private readonly logger = new Logger('Egress');

  constructor(@Inject(RUN_OPTIONS) private readonly options: RunOptions) {}

  async learn(facts: RunFacts): Promise<void> {
    try {
      facts.blocked = await this.options.blockedHosts(facts.startedAt);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logger.warn(`which hosts were refused is not known: ${why}`);
    }
  }
}
