import { isURL } from 'class-validator';

const MAX_LENGTH = 2_000;
const RULES = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };
/** What most addresses look like: names, no numbers, no user, no port above 9999. `isURL` accepts all of them, in 30 times the time. */
const PLAIN =
  /^https?:\/\/(?:[a-z\d](?:[a-z\d-]{0,60}[a-z\d])?\.){0,8}[a-z](?:[a-z\d-]{0,60}[a-z\d])?(?::[1-9]\d{0,3})?(?:\/[\w\-./~%=&+,]*)?(?:\?[\w\-./~%=&+,]*)?$/;

/** True for a web address as a task may carry it (`AgentTask.externalUrl`). */
export function isWebAddress(text: string): boolean {
  return text.length <= MAX_LENGTH && (PLAIN.test(text) || isURL(text, RULES));
}

/** `text` when it is such an address, else null. */
export function webAddress(text: string | undefined): string | null {
  return text !== undefined && isWebAddress(text) ? text : null;
}
