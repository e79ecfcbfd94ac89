import { asPriority, tabledPriority, type ChosenPriority } from '../../chosen-priority';

/** `$ALERT_PRIORITY`, else the title's, else by `$ALERT_TYPE`, else P3. `$PRIORITY` is another thing (normal, low). */
export function datadogPriority(
  given: string | undefined,
  inTitle: string | undefined,
  type: string | undefined,
  table: Readonly<Record<string, string>>,
): ChosenPriority {
  const own = asPriority(given);
  if (own !== undefined) return { priority: own, because: 'priority of the alert' };
  const titled = asPriority(inTitle);
  if (titled !== undefined) return { priority: titled, because: 'priority in the title' };
  const typed = tabledPriority(table, type?.toLowerCase());
  if (typed !== undefined) return { priority: typed, because: `alert type ${type}` };
  return { priority: 'P3', because: 'no known priority' };
}
