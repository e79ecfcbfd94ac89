/** The tags of a notification: separated by commas with or without spaces, some without a value, keys repeated. */
export function readTags(text: string | undefined): readonly string[] {
  const tags = (text ?? '').split(',').map((tag) => tag.trim());
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, 200);
}

/** The first value of a tag. */
export function tagValue(tags: readonly string[], key: string): string | undefined {
  return tags.find((tag) => tag.startsWith(`${key}:`))?.slice(key.length + 1) || undefined;
}
