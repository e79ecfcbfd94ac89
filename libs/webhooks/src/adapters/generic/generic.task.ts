import { type AgentTask, deriveTaskId, type GenericSourceSettings, TASK_SCHEMA } from '@anton/contracts';
import {
  cleanLine,
  cleanText,
  lineOrNull,
  MAX_DESCRIPTION,
  MAX_NAME,
  MAX_TITLE,
} from '../../text/clean-text';
import { webAddress } from '../../text/web-address';
import { isoTime } from '../../text/occurred-at';
import type { GenericFields } from './generic-fields';
import type { GenericObject } from './generic-object';
import { genericPriority } from './generic-priority';

/** As many as a task may carry (`anton.task.v1`). */
const MAX_LABELS = 200;

function attributesOf(
  { attributes }: GenericSourceSettings,
  fields: GenericFields,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, pointer]) => [
      name,
      fields.list(pointer).flatMap((value) => lineOrNull(value, MAX_NAME) ?? []),
    ]),
  );
}

/** A list, or a text with commas. */
function labelsOf({ labels }: GenericSourceSettings, fields: GenericFields): string[] {
  const found = fields.list(labels).flatMap((text) => text.split(','));
  return found.flatMap((label) => lineOrNull(label, MAX_NAME) ?? []).slice(0, MAX_LABELS);
}

/** The task of a body, by the pointers of its source. `name` is that in sources.yaml. */
export function genericTask(
  name: string,
  settings: GenericSourceSettings,
  fields: GenericFields,
  { externalId: id, logicalKey, correlationKey }: GenericObject,
  receivedAt: Date,
): AgentTask {
  const externalId = lineOrNull(id, MAX_NAME) ?? name;
  const { priority, because } = genericPriority(settings, fields);
  return {
    schema: TASK_SCHEMA,
    taskId: deriveTaskId({ source: name, externalId, logicalKey }),
    logicalKey,
    source: name.toUpperCase(),
    externalId,
    externalUrl: webAddress(fields.text(settings.url)),
    correlationKey,
    title: lineOrNull(fields.text(settings.title), MAX_TITLE) ?? `${name} ${externalId}`,
    description: cleanText(fields.prose(settings.description) ?? '', MAX_DESCRIPTION),
    priority,
    labels: labelsOf(settings, fields),
    service: lineOrNull(fields.text(settings.service), MAX_NAME),
    environment: lineOrNull(fields.text(settings.environment), MAX_NAME),
    repository: null,
    evidence: {
      attributes: { ...attributesOf(settings, fields), prioritised: [cleanLine(because, MAX_NAME)] },
    },
    occurredAt: isoTime(fields.text(settings.occurredAt), receivedAt),
    receivedAt: receivedAt.toISOString(),
    requestedBy: null,
    trace: null,
  };
}
