import { createHash } from 'node:crypto';

/** What both vendors take as the name of a function. */
const MAX_NAME = 64;
const MARK_LENGTH = 8;

/** `getUser`, `get-user` and `get.user` as `get_user`; no two underscores together, so that a server's name ends clearly. */
function plainName(tool: string): string {
  const words = tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
  return words === '' ? 'tool' : words;
}

/** The name with a mark made of what the server says, within the length that is allowed. */
function marked(name: string, tool: string): string {
  const mark = createHash('sha256').update(tool).digest('hex').slice(0, MARK_LENGTH);
  return `${name.slice(0, MAX_NAME - MARK_LENGTH - 1)}_${mark}`;
}

/**
 * What the model calls the tools of a server: `<server>__<tool>` in small letters, digits and underscores. A name that
 * fits stays. Of several that become the same, and of one that is cut, each gets a mark made of itself: the names are
 * the same in every run, in whatever order the server lists them. By the server's names; of equal ones there is one.
 */
export function offeredNames(server: string, tools: readonly string[]): ReadonlyMap<string, string> {
  const plain = new Map(tools.map((tool) => [tool, `${server}__${plainName(tool)}`]));
  const count = Map.groupBy(plain.values(), (name) => name);
  return new Map(
    [...plain].map(([tool, name]) => {
      const isOwn = name === `${server}__${tool}`;
      const isAlone = isOwn || count.get(name)?.length === 1;
      return [tool, isAlone && name.length <= MAX_NAME ? name : marked(name, tool)];
    }),
  );
}
