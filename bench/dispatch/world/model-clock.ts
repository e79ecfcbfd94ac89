import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { RequestBody } from '@anton/simulation';
import { preciseNow } from './precise-now';

const START = 'http.server.request.start';
const FINISH = 'http.server.response.finish';
const MARK = /title: Payments fail \(([A-Z]+-\d+)\)/;

interface Question {
  readonly startedAt: number;
  subject: string | undefined;
}

/**
 * How long the model server took for each task: from its request to the end of its answer. This is the model's time,
 * which nobody but the vendor can make shorter. Milliseconds.
 */
export class ModelClock {
  private readonly questions = new WeakMap<IncomingMessage, Question>();
  private readonly current = new AsyncLocalStorage<Question>();
  private readonly times = new Map<string, number>();

  start(): void {
    subscribe(START, this.began);
    subscribe(FINISH, this.ended);
  }

  stop(): void {
    unsubscribe(START, this.began);
    unsubscribe(FINISH, this.ended);
  }

  /** To be called while the request is answered: remembers which task it is about. */
  note(body: RequestBody): void {
    const question = this.current.getStore();
    if (question !== undefined) question.subject = MARK.exec(JSON.stringify(body['messages']))?.[1];
  }

  /** The time of all calls about a task; 0 when there was none. */
  of(subject: string): number {
    return this.times.get(subject) ?? 0;
  }

  private readonly began = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    if (request.headers['anthropic-version'] === undefined) return;
    const question: Question = { startedAt: preciseNow(), subject: undefined };
    this.questions.set(request, question);
    this.current.enterWith(question);
  };

  private readonly ended = (message: unknown): void => {
    const { request } = message as { readonly request: IncomingMessage };
    const question = this.questions.get(request);
    if (question?.subject === undefined) return;
    this.times.set(question.subject, this.of(question.subject) + preciseNow() - question.startedAt);
  };
}
