import { createHash } from 'node:crypto';

/** Tokens as UTF-8 bytes / 4: equal for all contenders, so ratios hold and absolute values do not. */
export function tokensOf(value: unknown): number {
  return Math.ceil(Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) / 4);
}

interface Block {
  readonly hash: string;
  readonly tokens: number;
  readonly marked: boolean;
}

type Loose = Record<string, unknown>;

function withoutMarker(block: Loose): Loose {
  const { cache_control: _marker, ...rest } = block;
  return rest;
}

function listOf(value: unknown): Loose[] {
  if (Array.isArray(value)) return value as Loose[];
  return typeof value === 'string' ? [{ type: 'text', text: value }] : [];
}

/** The request as one chain of blocks: tools, system, messages; every hash covers all before it. */
function chain(body: Loose): Block[] {
  const messages = listOf(body['messages']).flatMap((message) => listOf(message['content']));
  let hash = '';
  return [...listOf(body['tools']), ...listOf(body['system']), ...messages].map((block) => {
    const text = JSON.stringify(withoutMarker(block));
    hash = createHash('sha1').update(hash).update(text).digest('hex');
    return { hash, tokens: tokensOf(text), marked: block['cache_control'] !== undefined };
  });
}

/** What the vendor would count for one request. */
export interface CountedInput {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** The prompt cache of a scripted model: prefixes are stored at the markers and found again by their hash. */
export class PromptCache {
  private readonly stored = new Set<string>();

  count(body: Loose): CountedInput {
    const blocks = chain(body);
    const sum = (from: number, to: number): number =>
      blocks.slice(from, to).reduce((total, block) => total + block.tokens, 0);
    const lastMarked = blocks.findLastIndex((block) => block.marked);
    const hit = blocks.findLastIndex((block, index) => index <= lastMarked && this.stored.has(block.hash));
    for (const block of blocks) if (block.marked) this.stored.add(block.hash);
    return {
      cache_read_input_tokens: sum(0, hit + 1),
      cache_creation_input_tokens: sum(hit + 1, lastMarked + 1),
      input_tokens: sum(lastMarked + 1, blocks.length),
    };
  }
}
