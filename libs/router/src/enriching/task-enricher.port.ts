import { Injectable } from '@nestjs/common';
import type { AgentTask } from '@anton/contracts';
import { createNamedDecorator, NamedRegistry } from '@anton/platform';

const KEY = 'anton:task-enricher';

/** Registers a class as an enricher; lower `order` comes first. Anton's own use 100 to 900. */
export const TaskEnricherProvider = createNamedDecorator(KEY);

/** What an enricher found. All of it is untrusted text: it is shown as evidence, never obeyed. */
export interface TaskEnrichment {
  /** Markdown, appended to the description of the task; cut to fit. */
  readonly text: string;
  /** Facts by name, added to the attributes of the task's evidence. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Fetches what a sender's webhook does not carry, before the task is routed; never in the path of the request. "Many of".
 * A `DependencyDownError` makes the task wait and asks again, a few times; after that, and after every other error, the
 * task is routed as it is.
 */
export abstract class TaskEnricher {
  /** True for tasks that it knows something about. */
  abstract accepts(task: AgentTask): boolean;

  /** Null when there is nothing to add. Ends when `signal` aborts. */
  abstract enrich(task: AgentTask, signal: AbortSignal): Promise<TaskEnrichment | null>;
}

@Injectable()
export class TaskEnricherRegistry extends NamedRegistry<TaskEnricher> {
  protected override readonly key = KEY;
  protected override readonly kind = 'task enricher';
}
