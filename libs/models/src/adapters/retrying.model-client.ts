import { withSpan } from '@anton/platform';
import { ModelClient, type ModelReply, type ModelRequest } from '../model-client.port';
import { callWithRetry } from '../retry/call-with-retry';
import { tellUnknownPrice } from '../prices/told-prices';
import { OverloadFallback } from '../retry/overload-fallback';
import { DEFAULT_RETRY, type RetryOptions } from '../retry/retry-options';
import { watched } from '../retry/watched';
import { callSpan, replyAttributes } from './call-span';
import type { ModelClientOptions } from './model-client.options';

/** Asking for a model's name is a matter of milliseconds; it may fail once. */
const DESCRIBE_ATTEMPTS = 2;
const DESCRIBE_MS = 15_000;

/** One try of a vendor's call: ends with `signal`, and calls `alive` at every sign of life. */
export interface TryOfCall {
  readonly signal: AbortSignal;
  readonly alive: () => void;
}

/** What both vendors' clients have in common: the retry policy, the watch over every try, the fallback model. */
export abstract class RetryingModelClient extends ModelClient {
  protected abstract readonly vendor: string;
  private readonly retry: RetryOptions;

  constructor(options: ModelClientOptions, defaults: Partial<RetryOptions> = {}) {
    super();
    this.retry = { ...DEFAULT_RETRY, ...defaults, ...options.retry };
  }

  /** One request to the vendor, without retries. */
  protected abstract ask(request: ModelRequest, attempt: TryOfCall): Promise<ModelReply>;

  /** The vendor's id for `model`, without retries. */
  protected abstract lookUp(model: string, attempt: TryOfCall): Promise<string>;

  override send(request: ModelRequest): Promise<ModelReply> {
    return withSpan(callSpan(this.vendor, request.model), async (span) => {
      const reply = await this.call(request);
      span.set(replyAttributes(reply));
      if (reply.usd === null) tellUnknownPrice(reply.model);
      return reply;
    });
  }

  private call(request: ModelRequest): Promise<ModelReply> {
    const fallback = new OverloadFallback(request.fallbackModel);
    return callWithRetry(this.vendor, this.retry, request.signal, (bounds) =>
      fallback.attempt(request.model, (model) =>
        watched(bounds, this.retry, (signal, alive) => this.ask({ ...request, model }, { signal, alive })),
      ),
    );
  }

  override async describe(model: string, signal?: AbortSignal): Promise<{ readonly id: string }> {
    const attempts = Math.min(DESCRIBE_ATTEMPTS, this.retry.attempts);
    const attemptMs = Math.min(DESCRIBE_MS, this.retry.attemptMs);
    const id = await callWithRetry(this.vendor, { ...this.retry, attempts }, signal, (bounds) =>
      watched(bounds, { idleMs: attemptMs, attemptMs }, (own, alive) =>
        this.lookUp(model, { signal: own, alive }),
      ),
    );
    return { id };
  }
}
