import type { Priority } from '@anton/contracts';

const BY_TYPE: Readonly<Record<string, Priority>> = { error: 'P2', warning: 'P3', info: 'P4', success: 'P5' };
const PRIORITIES: readonly Priority[] = ['P1', 'P2', 'P3', 'P4', 'P5'];

/** `$ALERT_PRIORITY`, else the title's, else by `$ALERT_TYPE`, else P3. `$PRIORITY` is another thing (normal, low). */
export function datadogPriority(
  given: string | undefined,
  inTitle: string | undefined,
  type: string | undefined,
): Priority {
  const named =
    PRIORITIES.find((priority) => priority === given) ?? PRIORITIES.find((priority) => priority === inTitle);
  return named ?? BY_TYPE[type?.toLowerCase() ?? ''] ?? 'P3';
}
