import { RouterModel, type ModelReply, type ModelRequest } from '@anton/models';

/** A model that always refuses and costs nothing: what is left is what the catalog's rules decide. */
export class SilentModel extends RouterModel {
  override async send({ model }: ModelRequest): Promise<ModelReply> {
    const usage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };
    return { blocks: [], stopReason: 'refusal', usage, usd: 0, model, raw: null };
  }

  override async describe(model: string): Promise<{ readonly id: string }> {
    return { id: model };
  }
}
