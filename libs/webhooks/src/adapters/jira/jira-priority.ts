import { PRIORITIES } from '@anton/contracts';
import { tabledPriority, type ChosenPriority } from '../../chosen-priority';

/** By the configured names, else by the id (1 is the highest), else P3. */
export function jiraPriority(
  name: string | undefined,
  id: string | undefined,
  table: Readonly<Record<string, string>>,
): ChosenPriority {
  const named = tabledPriority(table, name);
  if (named !== undefined) return { priority: named, because: `priority ${name}` };
  const byId = PRIORITIES[Number(id ?? Number.NaN) - 1];
  if (byId !== undefined) return { priority: byId, because: `priority with id ${id}` };
  return { priority: 'P3', because: 'no known priority' };
}
