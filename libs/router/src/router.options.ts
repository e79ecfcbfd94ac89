/** The model ids of the roles, from configuration. */
export interface RouterModels {
  readonly router: string;
  readonly coder: string;
  readonly reviewer: string;
}

export const ROUTER_MODELS = Symbol.for('anton.router-models');
