import { parseAgentTask, type AgentTask } from '@anton/contracts';
import { boundedText } from '@anton/platform';
import type { TaskEnrichment } from './task-enricher.port';

/** Caps of `anton.task.v1`. */
const MAX_DESCRIPTION = 262_144;
const MAX_VALUE = 300;
const MAX_VALUES = 200;

const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/**
 * A task with what an enricher found; its identity, priority and everything that the catalog matched stay.
 * @throws InvalidContractError when an attribute has no valid name.
 */
export function enrichedTask(task: AgentTask, { text, attributes = {} }: TaskEnrichment): AgentTask {
  const room = Math.max(0, MAX_DESCRIPTION - task.description.length - 2);
  const added = boundedText(storable(text), room).slice(0, room);
  const known = task.evidence.attributes ?? {};
  const found = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => !Object.hasOwn(known, name))
      .map(([name, values]) => [
        name,
        values.slice(0, MAX_VALUES).map((value) => storable(value).slice(0, MAX_VALUE)),
      ]),
  );
  const description = [task.description, added].filter((part) => part !== '').join('\n\n');
  const evidence = Object.assign({}, task.evidence, { attributes: { ...known, ...found } });
  return parseAgentTask(Object.assign({}, task, { description, evidence }));
}
