import { parseAgentTask, type AgentTask } from '@anton/contracts';
import { boundedText } from '@anton/platform';
import type { TaskEnrichment } from './task-enricher.port';

/** Caps of `anton.task.v1`. */
const MAX_DESCRIPTION = 262_144;
const MAX_VALUE = 300;
const MAX_VALUES = 200;

const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** The attribute that names who has enriched a task. */
const ENRICHED_BY = 'enrichedBy';

/** True when the enricher of this name has found something about the task before. */
export function isEnrichedBy({ evidence }: AgentTask, name: string): boolean {
  return evidence.attributes?.[ENRICHED_BY]?.includes(name) ?? false;
}

/**
 * A task with what the enricher `name` found; its identity, priority and everything that the catalog matched stay.
 * @throws InvalidContractError when an attribute has no valid name.
 */
export function enrichedTask(
  task: AgentTask,
  name: string,
  { text, attributes = {} }: TaskEnrichment,
): AgentTask {
  const room = Math.max(0, MAX_DESCRIPTION - task.description.length - 2);
  const added = boundedText(storable(text), room).slice(0, room);
  const known = task.evidence.attributes ?? {};
  const by = [...(known[ENRICHED_BY] ?? []), name];
  const found = Object.fromEntries(
    Object.entries(attributes)
      .filter(([fact]) => !Object.hasOwn(known, fact))
      .map(([fact, values]) => [
        fact,
        values.slice(0, MAX_VALUES).map((value) => storable(value).slice(0, MAX_VALUE)),
      ]),
  );
  const description = [task.description, added].filter((part) => part !== '').join('\n\n');
  const evidence = Object.assign({}, task.evidence, {
    attributes: { ...known, ...found, [ENRICHED_BY]: by },
  });
  return parseAgentTask(Object.assign({}, task, { description, evidence }));
}
