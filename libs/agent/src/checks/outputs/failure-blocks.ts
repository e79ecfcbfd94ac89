import type { TestFailure } from '../check-session';

/** How a runner shows one failing test. */
export interface FailureShape {
  /** The line with the id of the test in its only group. */
  readonly begins: RegExp;
  /** The first line that does not belong to it any more; the next beginning ends it as well. */
  readonly ends: RegExp;
}

/** The failing tests of a text, each with the lines below its first one. Of two with one id the longer text counts. */
export function failureBlocks(text: string, { begins, ends }: FailureShape): TestFailure[] {
  const found = new Map<string, string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const id = begins.exec(line)?.[1]?.trim();
    if (id === undefined) continue;
    const rest = lines.slice(index + 1);
    const end = rest.findIndex((next) => ends.test(next) || begins.test(next));
    const detail = (end < 0 ? rest : rest.slice(0, end)).join('\n').replace(/^\n+/, '').trimEnd();
    if (detail.length >= (found.get(id)?.length ?? 0)) found.set(id, detail);
  }
  return [...found].map(([id, detail]) => ({ id, detail }));
}
