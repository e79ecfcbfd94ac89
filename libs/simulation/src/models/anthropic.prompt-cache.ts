import { createHash } from 'node:crypto';
import { tokensOf } from './token-count';

/** Anthropic looks so many blocks back from a marker for a stored prefix. */
const LOOK_BACK = 20;
/** The least prefix that is cached, in tokens: Sonnet 5 and 4.6. */
const MINIMUM = 1_024;

interface Block {
  readonly hash: string;
  /** Tokens up to and with this block. */
  readonly upTo: number;
  readonly marked: boolean;
}

type Loose = Record<string, unknown>;

function listOf(value: unknown): Loose[] {
  if (Array.isArray(value)) return value as Loose[];
  return typeof value === 'string' ? [{ type: 'text', text: value }] : [];
}

/** The request as one chain of blocks: tools, system, messages; every hash covers the model and all before it. */
function chain(body: Loose): Block[] {
  const messages = listOf(body['messages']).flatMap(({ role, content }) =>
    listOf(content).map((block) => ({ block, role: String(role) })),
  );
  const head = [...listOf(body['tools']), ...listOf(body['system'])].map((block) => ({ block, role: '' }));
  let hash = String(body['model']);
  let upTo = 0;
  return [...head, ...messages].map(({ block: { cache_control: marker, ...block }, role }) => {
    const text = role + JSON.stringify(block);
    hash = createHash('sha1').update(hash).update(text).digest('hex');
    upTo += tokensOf(text);
    return { hash, upTo, marked: marker !== undefined };
  });
}

/** What the vendor would count for one request. */
export interface CountedInput {
  readonly input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** Anthropic's prompt cache: prefixes are stored at the markers and found again by their hash. */
export class AnthropicPromptCache {
  private readonly stored = new Set<string>();

  count(body: Loose): CountedInput {
    const blocks = chain(body);
    const markers = [...blocks.keys()].filter(
      (index) => blocks[index]?.marked && this.isCacheable(blocks[index]),
    );
    const read = Math.max(0, ...markers.map((marker) => this.storedBefore(blocks, marker)));
    const marked = blocks[markers.at(-1) ?? -1]?.upTo ?? 0;
    for (const marker of markers) this.stored.add(blocks[marker]?.hash ?? '');
    return {
      cache_read_input_tokens: read,
      cache_creation_input_tokens: Math.max(0, marked - read),
      input_tokens: (blocks.at(-1)?.upTo ?? 0) - Math.max(read, marked),
    };
  }

  private isCacheable(block: Block | undefined): boolean {
    return block !== undefined && block.upTo >= MINIMUM;
  }

  private storedBefore(blocks: readonly Block[], marker: number): number {
    const window = blocks.slice(Math.max(0, marker - LOOK_BACK + 1), marker + 1);
    return window.findLast(({ hash }) => this.stored.has(hash))?.upTo ?? 0;
  }
}
