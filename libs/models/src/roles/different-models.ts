import { PermanentError, type RouteModels } from '@anton/contracts';

/** The model that wrote a change would review it too. */
export class SameModelError extends PermanentError {
  constructor(model: string) {
    super(`coder and reviewer are the same model: ${model}`, {
      code: 'same_model',
      remedy: 'Set ANTON_MODEL_REVIEWER to a model of another vendor.',
    });
  }
}

/**
 * A model prefers its own work, so it must not review it. `forced` is the operator's explicit wish.
 * @throws SameModelError
 */
export function assertDifferentModels(models: Pick<RouteModels, 'coder' | 'reviewer'>, forced = false): void {
  const same = models.coder.trim().toLowerCase() === models.reviewer.trim().toLowerCase();
  if (same && !forced) throw new SameModelError(models.coder);
}
