import { tokensOf } from './token-count';

/** The least prefix that is cached and the step above it, in tokens. */
const MINIMUM = 1_024;
const STEP = 128;

type Loose = Record<string, unknown>;

function commonLength(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}

/** OpenAI's prompt cache: the longest prefix that an earlier request with the same model and cache key began with. */
export class OpenAiPromptCache {
  private readonly earlier = new Map<string, string[]>();

  /** Cached input tokens of a request. */
  count(body: Loose): number {
    const key = JSON.stringify([body['model'], body['prompt_cache_key'] ?? null]);
    const text = [body['tools'] ?? [], body['instructions'] ?? '', body['input']]
      .map((part) => JSON.stringify(part))
      .join('\n');
    const known = this.earlier.get(key) ?? [];
    const longest = Math.max(0, ...known.map((other) => commonLength(other, text)));
    this.earlier.set(key, [...known, text]);
    const cached = Math.floor(tokensOf(text.slice(0, longest)) / STEP) * STEP;
    return cached < MINIMUM ? 0 : cached;
  }
}
