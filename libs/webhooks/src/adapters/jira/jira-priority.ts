import { PRIORITIES, type Priority } from '@anton/contracts';

/** By the configured names, else by the id (1 is the highest), else P3. */
export function jiraPriority(
  name: string | undefined,
  id: string | undefined,
  table: Readonly<Record<string, string>>,
): Priority {
  const named = name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
  const known = PRIORITIES.find((priority) => priority === named);
  return known ?? PRIORITIES[Number(id ?? Number.NaN) - 1] ?? 'P3';
}
