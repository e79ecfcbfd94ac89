import { egressEntry, parseEgressHost } from '@anton/contracts';
import type { BlockedHost } from './blocked-hosts';

/** What the words are about: the template of a run, and what it allows. */
export interface BlockedPlace {
  readonly template: string;
  readonly egress: readonly string[];
  /** Marks what a person copies, in Markdown for instance. */
  readonly code?: (text: string) => string;
}

const timesWords = (times: number): string => (times === 1 ? 'once' : `${times} times`);

/** One plain sentence or two on what was refused, with the exact line that would allow it; empty when nothing was. */
export function blockedWords(
  hosts: readonly Pick<BlockedHost, 'host' | 'port' | 'times' | 'privateAddress'>[],
  { template, egress, code = (text) => text }: BlockedPlace,
): string {
  if (hosts.length === 0) return '';
  const list = hosts.map((host) => `${code(egressEntry(host))} (${timesWords(host.times)})`).join(', ');
  const isNew = hosts.filter(({ privateAddress }) => privateAddress !== true).map(egressEntry);
  const entries = isNew.filter((entry) => parseEgressHost(entry) !== null);
  const privates = hosts.filter(({ privateAddress }) => privateAddress === true).map(({ host }) => host);
  const line = `egress: [${[...new Set([...egress, ...entries])].join(', ')}]`;
  return [
    `The proxy refused ${list}.`,
    ...(entries.length === 0
      ? []
      : [
          `If this is to be reached, the line is ${code(line)} in ${code(`templates/${template}/template.yaml`)}.`,
        ]),
    ...(privates.length === 0
      ? []
      : [
          `A private address is reached only by a name in ${code('ANTON_EGRESS_ALLOW_PRIVATE')} of anton-egress: ${privates.map(code).join(', ')}.`,
        ]),
    ...(entries.length < isNew.length ? ['IP addresses cannot be allowed.'] : []),
  ].join(' ');
}
