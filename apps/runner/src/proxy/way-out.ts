import { AGENT_USER } from '@anton/egress';

interface WayOutEnvironment {
  readonly ANTON_EGRESS_URL?: string | undefined;
  readonly ANTON_EGRESS_PASSWORD?: string | undefined;
}

/** The proxy that everything leaves by, and what opens it. */
export interface WayOut {
  /** `http://host:port`, without a credential. */
  readonly url: string;
  readonly credential: { readonly user: string; readonly password: string } | undefined;
}

/** The proxy of an environment; null where the network is used as it is. */
export function wayOutOf({
  ANTON_EGRESS_URL,
  ANTON_EGRESS_PASSWORD: password,
}: WayOutEnvironment): WayOut | null {
  if (ANTON_EGRESS_URL === undefined) return null;
  const credential = password === undefined ? undefined : { user: AGENT_USER, password };
  return { url: new URL(ANTON_EGRESS_URL).origin, credential };
}
