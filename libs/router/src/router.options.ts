import type { RoleModels } from '@anton/models';

/** The model ids of the roles, from configuration. */
export type RouterModels = RoleModels;

export const ROUTER_MODELS = Symbol.for('anton.router-models');
