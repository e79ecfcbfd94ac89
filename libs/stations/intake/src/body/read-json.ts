/** A body that was read, or why it cannot be. */
export type JsonReading = { readonly value: unknown } | { readonly problem: string };

/**
 * Parses JSON and walks it without recursion: bounded depth and keys, no `__proto__` and no `constructor.prototype`,
 * which would poison whoever merges the object. Uses nothing but the language and names no inner function: its source
 * text is what the worker runs.
 */
export function readJson(text: string, maxDepth: number, maxKeys: number): JsonReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the body is not JSON' };
  }
  const queue: { node: object; depth: number }[] = [];
  if (typeof value === 'object' && value !== null) queue.push({ node: value, depth: 1 });
  let keys = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next.depth > maxDepth) return { problem: `the body is nested deeper than ${maxDepth} levels` };
    const isList = Array.isArray(next.node);
    for (const [key, child] of Object.entries(next.node)) {
      keys += 1;
      if (keys > maxKeys) return { problem: `the body has more than ${maxKeys} values` };
      if (!isList && key === '__proto__') return { problem: 'the body has a key __proto__' };
      if (typeof child !== 'object' || child === null) continue;
      if (key === 'constructor' && Object.hasOwn(child, 'prototype'))
        return { problem: 'the body has a key constructor.prototype' };
      queue.push({ node: child as object, depth: next.depth + 1 });
    }
  }
  return { value };
}
