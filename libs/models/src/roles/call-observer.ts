import { AsyncLocalStorage } from 'node:async_hooks';
import type { ModelReply, ModelRequest } from '../model-client.port';

/** Who calls a model. */
export type ModelRoleName = 'router' | 'coder' | 'reviewer';

/** A vendor's way of speaking: it decides what a request is on the wire. */
export type WireFormat = 'anthropic.messages' | 'openai.responses';

/** One call that is about to be made. */
export interface ObservedCall {
  readonly role: ModelRoleName;
  readonly wire: WireFormat;
  readonly request: ModelRequest;
  /** The body that goes on the wire for `request`; of another model when a fallback is asked. */
  readonly bodyOf: (request: ModelRequest) => string;
}

/** What is told of a call that was announced. Exactly one of the two is called, neither when the answer is known. */
export interface CallEnding {
  /** The answer that this very request once got: nothing is sent. */
  readonly known?: ModelReply;
  answered(reply: ModelReply): void;
  failed(error: unknown): void;
}

/** Sees every call before it is sent, and its end before anybody acts on it. What it throws is the call's failure. */
export type CallObserver = (call: ObservedCall) => CallEnding;

const observers = new AsyncLocalStorage<CallObserver>();

/** Does `work`; every call to a model that it makes is shown to `observer`. */
export function withCallObserver<T>(observer: CallObserver, work: () => T): T {
  return observers.run(observer, work);
}

export function currentCallObserver(): CallObserver | undefined {
  return observers.getStore();
}
