import type { z } from 'zod';
import { variable } from '@anton/platform';
import { DEFAULT_MODELS } from './roles/model-roles';

const fallback = (who: string) =>
  variable.optional(
    `asked instead of the ${who}, once that answered four times in a row that it is overloaded`,
  );

/** The variables that name the models of the roles. */
export const modelVariables = {
  ANTON_MODEL_ROUTER: variable.withDefault(DEFAULT_MODELS.router, 'model that routes tasks'),
  ANTON_MODEL_CODER: variable.withDefault(DEFAULT_MODELS.coder, 'model that writes code'),
  ANTON_MODEL_REVIEWER: variable.withDefault(
    DEFAULT_MODELS.reviewer,
    'model that reviews; of another vendor than the coder',
  ),
  ANTON_MODEL_ROUTER_FALLBACK: fallback('model that routes'),
  ANTON_MODEL_CODER_FALLBACK: fallback('model that writes code'),
  ANTON_MODEL_REVIEWER_FALLBACK: fallback('model that reviews'),
  ANTON_ALLOW_SAME_MODEL: variable.flag('1 lets a model review what it wrote itself'),
};

type ModelEnvironment = z.infer<z.ZodObject<typeof modelVariables>>;

/** The model ids of the roles, and those that are asked when one is overloaded. */
export interface RoleModels {
  readonly router: string;
  readonly coder: string;
  readonly reviewer: string;
  readonly fallbacks?: {
    readonly router?: string | undefined;
    readonly coder?: string | undefined;
    readonly reviewer?: string | undefined;
  };
}

/** The models that an environment names. */
export function roleModels(environment: ModelEnvironment): RoleModels {
  return {
    router: environment.ANTON_MODEL_ROUTER,
    coder: environment.ANTON_MODEL_CODER,
    reviewer: environment.ANTON_MODEL_REVIEWER,
    fallbacks: {
      router: environment.ANTON_MODEL_ROUTER_FALLBACK,
      coder: environment.ANTON_MODEL_CODER_FALLBACK,
      reviewer: environment.ANTON_MODEL_REVIEWER_FALLBACK,
    },
  };
}
