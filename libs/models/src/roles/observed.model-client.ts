import { ModelClient, type ModelReply, type ModelRequest } from '../model-client.port';
import { currentCallObserver, type ObservedCall } from './call-observer';

/** A client in one role: shows its calls to the observer of the work that makes them, if there is one. */
export class ObservedModelClient extends ModelClient {
  constructor(
    private readonly inner: ModelClient,
    private readonly how: Omit<ObservedCall, 'request'>,
  ) {
    super();
  }

  override async send(request: ModelRequest): Promise<ModelReply> {
    const ending = currentCallObserver()?.({ ...this.how, request });
    if (ending?.known !== undefined) return ending.known;
    try {
      const reply = await this.inner.send(request);
      ending?.answered(reply);
      return reply;
    } catch (error) {
      ending?.failed(error);
      throw error;
    }
  }

  override describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    return this.inner.describe(model, signal);
  }
}
