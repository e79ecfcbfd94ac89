/**
 * The setting by which git asks for a credential: for this origin and no other, also when the host redirects, and of a
 * helper that hands on what stands behind descriptor 3. So the token is in no argument, environment or file.
 * `origin` is a scheme and a host, e.g. `https://github.com`. (git adds the name of the operation; `#` takes it away.)
 */
export function credentialSetting(origin: string): string {
  return `credential.${origin}.helper=!cat <&3 #`;
}

/** What git reads from the helper (https://git-scm.com/docs/git-credential). */
export function credentialFor(token: string): string {
  return `username=x-access-token\npassword=${token}\n`;
}
