import { CoderModel, ReviewerModel, wireBody, type ModelReply, type ModelRequest } from '@anton/models';

const NOTHING = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

function refused({ model }: ModelRequest): Promise<ModelReply> {
  return Promise.resolve({ blocks: [], stopReason: 'refusal', usage: NOTHING, usd: 0, model, raw: null });
}

/** A reviewer that says nothing; `bytes` are those of each request as it would have been sent. */
export class SilentReviewer extends ReviewerModel {
  readonly bytes: number[] = [];

  override send(request: ModelRequest): Promise<ModelReply> {
    this.bytes.push(Buffer.byteLength(wireBody('openai.responses', request)));
    return refused(request);
  }

  override describe(model: string): Promise<{ readonly id: string }> {
    return Promise.resolve({ id: model });
  }
}

/** Nobody codes here, but the agent's module wants a coder. */
export class SilentCoder extends CoderModel {
  override send(request: ModelRequest): Promise<ModelReply> {
    return refused(request);
  }

  override describe(model: string): Promise<{ readonly id: string }> {
    return Promise.resolve({ id: model });
  }
}
