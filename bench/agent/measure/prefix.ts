import type { RecordedRequest, RequestParts } from '../trajectory/recorded-request';

/** The request as the vendor caches it: tools, system, messages; without the markers, which are no content. */
function cachedText({ tools = [], system, messages = [] }: RequestParts): string {
  const parts = [
    ...tools,
    ...[system].flat(),
    ...messages.flatMap(({ role, content }) => [role, content].flat()),
  ];
  return parts
    .map((part) =>
      JSON.stringify(part, (key, value: unknown) => (key === 'cache_control' ? undefined : value)),
    )
    .join('\n');
}

/** Where the second of two texts stops being a continuation of the first, in characters; null: it continues it. */
function divergence(before: string, after: string): number | null {
  if (after.startsWith(before)) return null;
  let index = 0;
  while (before[index] === after[index]) index += 1;
  return index;
}

/** The first byte at which a request is no continuation of the one before it; null: all are. */
export function firstDivergence(requests: readonly RecordedRequest[]): number | null {
  const texts = requests.map(({ body }) => cachedText(body));
  for (const [index, text] of texts.entries()) {
    const found = index === 0 ? null : divergence(texts[index - 1] ?? '', text);
    if (found !== null) return found;
  }
  return null;
}
