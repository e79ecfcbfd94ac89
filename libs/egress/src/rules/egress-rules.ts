import { parseEgressHost, type EgressHost } from '@anton/contracts';

/** Who may reach what. */
export interface EgressRules {
  /** Whoever asks: the union of what all templates name. */
  readonly anyone: readonly EgressHost[];
  /** The agent, by its password, besides: models and code host. */
  readonly agent: readonly EgressHost[];
  /** Names that may have a private address. The port of an entry does not matter here. */
  readonly mayBePrivate: readonly EgressHost[];
}

/** Entries of a list that commas or white space part; `bad` are those that are none. */
export function readHostList(text: string): {
  readonly hosts: readonly EgressHost[];
  readonly bad: readonly string[];
} {
  const read = text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map((entry) => ({ entry, host: parseEgressHost(entry) }));
  return {
    hosts: read.flatMap(({ host }) => (host === null ? [] : [host])),
    bad: read.filter(({ host }) => host === null).map(({ entry }) => entry),
  };
}

/** The union of the entries of many lists, sorted, without the bad ones: the catalog has none. */
export function unionOfHosts(lists: Iterable<readonly string[]>): readonly EgressHost[] {
  const entries = new Set<string>();
  for (const list of lists) for (const entry of list) entries.add(entry);
  return [...entries].toSorted().flatMap((entry) => parseEgressHost(entry) ?? []);
}
