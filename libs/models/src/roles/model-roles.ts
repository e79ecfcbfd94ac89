import { ModelClient } from '../model-client.port';
import type { ModelRoleName } from './call-observer';

/** The client that answers for the router. Token of DI; bound by a vendor's module. */
export abstract class RouterModel extends ModelClient {}

/** The client that writes code. Token of DI; bound by a vendor's module. */
export abstract class CoderModel extends ModelClient {}

/** The client that reviews; of another vendor than the coder. Token of DI; bound by a vendor's module. */
export abstract class ReviewerModel extends ModelClient {}

/** A role that a vendor's module can be bound to. */
export type ModelRole = typeof RouterModel | typeof CoderModel | typeof ReviewerModel;

/** What a role is called in records. */
export function nameOfRole(role: ModelRole): ModelRoleName {
  if (role === CoderModel) return 'coder';
  return role === ReviewerModel ? 'reviewer' : 'router';
}

/** The ids of the roles unless configured otherwise (`agent-loop` 5.1). */
export const DEFAULT_MODELS = {
  router: 'claude-sonnet-5-5',
  coder: 'claude-sonnet-5-5',
  reviewer: 'gpt-6.1-sol',
} as const;
