/** A body that was read, or why it cannot be. */
export type JsonReading = { readonly value: unknown } | { readonly problem: string };

/**
 * Reads JSON within limits. Depth and number of values of a large text are counted before anything is built of it: a
 * million keys or 20,000 levels cost a scan. One that is too short to hold too many values is read at once, and its depth
 * is seen afterwards. Then no `__proto__` and no `constructor.prototype`, which would poison
 * whoever merges the object; looked for without recursion. Uses nothing but the language and names no inner function:
 * its source text is what the worker runs.
 */
export function readJson(text: string, maxDepth: number, maxValues: number): JsonReading {
  let depth = 0;
  let values = 0;
  let isInString = false;
  const isShort = text.length < 65_536 && text.length < 2 * maxValues;
  for (let index = isShort ? text.length : 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (isInString) {
      if (char === 0x5c) index += 1;
      else if (char === 0x22) isInString = false;
    } else if (char === 0x22) isInString = true;
    else if (char === 0x5d || char === 0x7d) depth -= 1;
    else if (char === 0x5b || char === 0x7b) {
      depth += 1;
      values += 1;
    } else if (char === 0x2c) values += 1;
    if (depth > maxDepth) return { problem: `the body is nested deeper than ${maxDepth} levels` };
    if (values > maxValues) return { problem: `the body has more than ${maxValues} values` };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the body is not JSON' };
  }
  let level: unknown[] = [value];
  for (let reached = 0; level.length > 0; reached += 1) {
    const below: unknown[] = [];
    for (const node of level) {
      if (typeof node !== 'object' || node === null) continue;
      if (reached >= maxDepth) return { problem: `the body is nested deeper than ${maxDepth} levels` };
      if (Object.hasOwn(node, '__proto__')) return { problem: 'the body has a key __proto__' };
      const maker = Object.hasOwn(node, 'constructor')
        ? (node as { constructor: unknown }).constructor
        : null;
      if (typeof maker === 'object' && maker !== null && Object.hasOwn(maker, 'prototype'))
        return { problem: 'the body has a key constructor.prototype' };
      for (const child of Object.values(node)) if (typeof child === 'object') below.push(child);
    }
    level = below;
  }
  return { value };
}
