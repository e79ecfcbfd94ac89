import type { RequestBody } from './scenario';

export const SCRIPTED_ROLES = ['router', 'coder', 'reviewer'] as const;
export type ScriptedRole = (typeof SCRIPTED_ROLES)[number];

/** One request that reached a scripted model, and what it answered. */
export interface Exchange {
  readonly role: ScriptedRole;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: RequestBody;
  readonly bytes: number;
  /** `ok`, an HTTP status, or the name of a fault. */
  readonly answered: string;
}
