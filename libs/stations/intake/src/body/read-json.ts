/** A body that was read, or why it cannot be. */
export type JsonReading = { readonly value: unknown } | { readonly problem: string };

/**
 * Reads JSON within limits. Depth and number of values are counted on the text, before anything is built of it: a
 * million keys or 20,000 levels cost a scan. Then no `__proto__` and no `constructor.prototype`, which would poison
 * whoever merges the object; looked for without recursion. Uses nothing but the language and names no inner function:
 * its source text is what the worker runs.
 */
export function readJson(text: string, maxDepth: number, maxValues: number): JsonReading {
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
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
  const open: unknown[] = [value];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (typeof node !== 'object' || node === null) continue;
    if (Object.hasOwn(node, '__proto__')) return { problem: 'the body has a key __proto__' };
    const maker = Object.getOwnPropertyDescriptor(node, 'constructor')?.value as unknown;
    if (typeof maker === 'object' && maker !== null && Object.hasOwn(maker, 'prototype'))
      return { problem: 'the body has a key constructor.prototype' };
    for (const child of Object.values(node)) if (typeof child === 'object') open.push(child);
  }
  return { value };
}
