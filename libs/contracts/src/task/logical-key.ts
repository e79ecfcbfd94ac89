/**
 * Joins the parts of a key so that no two different lists give one text: every part is prefixed by its length.
 * (A plain separator would let `a:b` + `c` equal `a` + `b:c`.)
 */
export function logicalKey(...parts: readonly string[]): string {
  return parts.map((part) => `${part.length}:${part}`).join('|');
}
