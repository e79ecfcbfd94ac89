/** Tokens as UTF-8 bytes / 4: equal for all contenders, so ratios hold and absolute values do not. */
export function tokensOf(value: unknown): number {
  return Math.ceil(Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) / 4);
}
