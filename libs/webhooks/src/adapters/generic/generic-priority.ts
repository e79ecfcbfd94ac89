import { asPriority, tabledPriority, type ChosenPriority } from '../../chosen-priority';
import type { GenericSourceSettings } from '@anton/contracts';
import type { GenericFields } from './generic-fields';

/** By the table of the settings, else P1 to P5 as the sender writes it, else the settings' own. */
export function genericPriority(
  { priority, priorities }: GenericSourceSettings,
  fields: GenericFields,
): ChosenPriority {
  const word = fields.text(priorities?.pointer);
  const given = tabledPriority(priorities?.table ?? {}, word) ?? asPriority(word);
  if (given !== undefined) return { priority: given, because: `priority ${word}` };
  return { priority: asPriority(priority) ?? 'P3', because: 'the priority of the source' };
}
