/** What is told of a step: names, counts and ids. Never text of a sender, of a model or of a repository. */
export type SpanAttributes = Readonly<
  Record<string, string | number | boolean | string[] | null | undefined>
>;

/** A step that begins. */
export interface SpanStart {
  /** One of a closed list; what varies is an attribute. */
  readonly name: string;
  /** Default `internal`. */
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** W3C traceparent of the step before. Default: the span in which this one begins; one that is invalid is none. */
  readonly parent?: string | undefined;
  readonly attributes?: SpanAttributes;
}

/** A step that is over. */
export interface FinishedSpan extends SpanStart {
  /** 16 hexadecimal digits, when others had to know the id before. */
  readonly spanId: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Why it failed, as one word; absent when it did not. */
  readonly error?: string | undefined;
}

/** The step that is under way. */
export interface Span {
  /** W3C traceparent for what follows from it; undefined while nothing is traced. */
  readonly traceparent: string | undefined;
  set(attributes: SpanAttributes): void;
  /** Marks it as failed; `error` is one word of a closed list. */
  fail(error: string): void;
}

/** Writes spans down. Nothing that goes wrong in here reaches the work that is traced. */
export abstract class Tracer {
  /** Does `work` within a span, which ends with it; what `work` throws marks the span and is thrown on. */
  abstract within<T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T>;

  abstract record(span: FinishedSpan): void;

  /** Sends what is not sent yet. Takes 2 s at most and never throws. */
  abstract close(): Promise<void>;
}
