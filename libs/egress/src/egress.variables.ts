import { variable } from '@anton/platform';

/** The variables by which a run finds its way out. */
export const egressVariables = {
  ANTON_EGRESS_URL: variable.url(
    'the proxy of the runs, such as http://anton-egress.anton.svc:3128; unset: runs use the network as it is',
  ),
  ANTON_EGRESS_PASSWORD: variable.optional(
    'password of the agent at the proxy of the runs; key agent_password of egress-secrets',
  ),
};
