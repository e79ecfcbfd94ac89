/** The user name by which the agent authenticates to the proxy. No secret. */
export const AGENT_USER = 'agent';
