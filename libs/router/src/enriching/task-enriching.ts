import { Injectable, Logger } from '@nestjs/common';
import { isAntonError, type AgentTask } from '@anton/contracts';
import { enrichedTask, isEnrichedBy } from './enriched-task';
import { TaskEnricherRegistry, type TaskEnricher } from './task-enricher.port';

/** A task as it shall be routed, or why it should wait: somebody who knows more cannot be asked now. */
export type Enriched =
  { readonly kind: 'ready'; readonly task: AgentTask } | { readonly kind: 'wait'; readonly why: string };

/** Asks every enricher that knows something about a task, once: one that is routed anew keeps what was found. */
@Injectable()
export class TaskEnriching {
  private readonly logger = new Logger(TaskEnriching.name);

  constructor(private readonly enrichers: TaskEnricherRegistry) {}

  /** `isPatient` is false when the task has waited long enough: then it is ready without what cannot be fetched. */
  async enrich(task: AgentTask, isPatient: boolean, signal: AbortSignal): Promise<Enriched> {
    let enriched = task;
    for (const { name, provider } of this.enrichers.all()) {
      const found = await this.ask(name, provider, enriched, signal);
      if (found.kind === 'wait' && isPatient) return found;
      if (found.kind === 'ready') enriched = found.task;
    }
    return { kind: 'ready', task: enriched };
  }

  private async ask(
    name: string,
    enricher: TaskEnricher,
    task: AgentTask,
    signal: AbortSignal,
  ): Promise<Enriched> {
    if (isEnrichedBy(task, name) || !enricher.accepts(task)) return { kind: 'ready', task };
    try {
      const enrichment = await enricher.enrich(task, signal);
      return { kind: 'ready', task: enrichment === null ? task : enrichedTask(task, name, enrichment) };
    } catch (error) {
      signal.throwIfAborted();
      this.logger.error(`enricher ${name} failed`, error);
      const why = error instanceof Error ? error.message : String(error);
      return isAntonError(error) && error.category === 'outage'
        ? { kind: 'wait', why }
        : { kind: 'ready', task };
    }
  }
}
