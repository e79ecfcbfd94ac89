import type { GitHubOptions } from './github.options';

/** A secret that git may ask for: of one origin and no other, also when a host redirects. */
interface Credential {
  /** A scheme and a host, e.g. `https://github.com`. */
  readonly origin: string;
  readonly user: string;
  readonly password: string;
}

/** The first descriptor of a process that nothing else uses. */
const FIRST_DESCRIPTOR = 3;

/** The credentials of the host and of the proxy, in the order of their descriptors. */
function credentialsOf(origin: string, { token, httpProxy, proxyCredential }: GitHubOptions): Credential[] {
  return [
    ...(token === undefined ? [] : [{ origin, user: 'x-access-token', password: token }]),
    ...(httpProxy === undefined || proxyCredential === undefined
      ? []
      : [{ origin: new URL(httpProxy).origin, ...proxyCredential }]),
  ];
}

/**
 * The settings by which git asks for each of its credentials: of a helper that hands on what stands behind a descriptor.
 * So no secret is in an argument, environment or file. (git adds the name of the operation; `#` takes it away.)
 */
export function credentialSettings(origin: string, options: GitHubOptions): string[] {
  return credentialsOf(origin, options).map(
    (credential, index) => `credential.${credential.origin}.helper=!cat <&${FIRST_DESCRIPTOR + index} #`,
  );
}

/** What git reads from the helpers, one text a descriptor (https://git-scm.com/docs/git-credential). */
export function credentialTexts(origin: string, options: GitHubOptions): string[] {
  return credentialsOf(origin, options).map(
    ({ user, password }) => `username=${user}\npassword=${password}\n`,
  );
}
