import { AsyncLocalStorage } from 'node:async_hooks';
import { CoderModel, RouterModel, type ModelReply, type ModelRequest } from '@anton/models';

interface Count {
  calls: number;
}

const current = new AsyncLocalStorage<Count>();

/** Runs `work` and resolves with what it gives and how many calls of the model it made. */
export async function counted<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly calls: number }> {
  const count: Count = { calls: 0 };
  const result = await current.run(count, work);
  return { result, calls: count.calls };
}

/** The vendor's client, whose calls are counted; retries within a call are its own matter. */
export class CountedModel extends RouterModel {
  constructor(private readonly inner: CoderModel) {
    super();
  }

  override send(request: ModelRequest): Promise<ModelReply> {
    const count = current.getStore();
    if (count !== undefined) count.calls += 1;
    return this.inner.send(request);
  }

  override describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    return this.inner.describe(model, signal);
  }
}
