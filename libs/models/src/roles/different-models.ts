import { PermanentError } from '@anton/contracts';
import type { RoleModels } from '../model.environment';

/** The model that wrote a change would review it too. */
export class SameModelError extends PermanentError {
  constructor(model: string) {
    super(`coder and reviewer are the same model: ${model}`, {
      code: 'same_model',
      remedy:
        'Set ANTON_MODEL_REVIEWER, and ANTON_MODEL_REVIEWER_FALLBACK if it is set, to models of another vendor; or ANTON_ALLOW_SAME_MODEL=1, if you know why.',
    });
  }
}

/** The model of a role and the one that is asked when it is overloaded. */
function namesOf({ fallbacks, ...models }: ComparedModels, role: 'coder' | 'reviewer'): string[] {
  const names = [models[role], fallbacks?.[role]];
  return names.filter((name) => name !== undefined).map((name) => name.trim().toLowerCase());
}

type ComparedModels = Pick<RoleModels, 'coder' | 'reviewer' | 'fallbacks'>;

/**
 * A model prefers its own work, so it must not review it, also where one stands in for another. `forced` is the
 * operator's explicit wish.
 * @throws SameModelError
 */
export function assertDifferentModels(models: ComparedModels, forced = false): void {
  const reviewers = new Set(namesOf(models, 'reviewer'));
  const same = namesOf(models, 'coder').find((name) => reviewers.has(name));
  if (same !== undefined && !forced) throw new SameModelError(same);
}
