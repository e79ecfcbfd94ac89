import { redactedCopy, type Redactor } from '@anton/platform';
import { ModelClient, type ConversationTurn, type ModelReply, type ModelRequest } from '../model-client.port';

/** What a vendor signed or encrypted: it is refused when a single character of it is another one. */
const SIGNED = new Set(['thinking', 'redacted_thinking', 'reasoning']);

function isSigned(block: unknown): boolean {
  return (
    typeof block === 'object' &&
    block !== null &&
    'type' in block &&
    typeof block.type === 'string' &&
    SIGNED.has(block.type)
  );
}

/**
 * A client to which no known secret and no token's shape gets: whatever a request is made of passes the redactor here,
 * on its way out. Only what the vendor itself signed goes back to it as it came.
 */
export class RedactingModelClient extends ModelClient {
  /** A conversation is sent again with every turn; its blocks stay the same objects. */
  private readonly clean = new WeakMap<object, unknown>();

  constructor(
    private readonly inner: ModelClient,
    private readonly redactor: Redactor,
  ) {
    super();
  }

  override send(request: ModelRequest): Promise<ModelReply> {
    const { tools } = request;
    return this.inner.send({
      ...request,
      system: this.redactor.redact(request.system),
      turns: request.turns.map((turn) => this.cleanTurn(turn)),
      ...(tools !== undefined && { tools: tools.map((tool) => this.cleanBlock(tool)) }),
    });
  }

  override describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    return this.inner.describe(model, signal);
  }

  private cleanTurn(turn: ConversationTurn): ConversationTurn {
    if (turn.role === 'user') return { ...turn, blocks: turn.blocks.map((block) => this.cleanBlock(block)) };
    const blocks = turn.blocks.map((block) => this.cleanBlock(block));
    const raw = Array.isArray(turn.raw)
      ? turn.raw.map((block: unknown) => (isSigned(block) ? block : this.cleanBlock(block)))
      : turn.raw;
    return { ...turn, blocks, raw };
  }

  private cleanBlock<T>(block: T): T {
    if (typeof block !== 'object' || block === null) return redactedCopy(block, this.redactor);
    if (!this.clean.has(block)) this.clean.set(block, redactedCopy(block, this.redactor));
    return this.clean.get(block) as T;
  }
}
