/** The request body that a scripted answer may look at. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** One tool call of a scripted turn. */
export type ScriptedToolCall =
  | { readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  /** The input as text: no JSON at all, or cut off (then with the stop reason `max_tokens`). */
  | { readonly name: string; readonly rawInput: string };

/** What a scripted model says in one turn. */
export interface ScriptedTurn {
  readonly text?: string;
  /** A structured answer; sent as its JSON text. */
  readonly json?: unknown;
  /** Several calls are parallel ones. */
  readonly tools?: readonly ScriptedToolCall[];
  /** Sent before everything else, signed or encrypted, as the vendor does. */
  readonly thinking?: string;
  /** Overrides what follows from the content, e.g. `max_tokens`, `pause_turn`. */
  readonly stopReason?: string;
  /** Waits before the answer, milliseconds. */
  readonly delayMs?: number;
}

/** A turn in which the model refuses. */
export interface ScriptedRefusal {
  readonly refusal: string;
}

/** How a scripted model fails. `times` counts the same request; without it the fault lasts. */
export type ScriptedFault = { readonly times?: number } & (
  | {
      readonly fault: 'status';
      readonly status: number;
      /** Seconds, or a date. */
      readonly retryAfter?: string;
      readonly retryAfterMs?: string;
      /** The vendor's name of the error; also its message. */
      readonly code?: string;
    }
  /** An answer with status 200 that is no answer. */
  | { readonly fault: 'garbage' }
  /** Half of the answer, then the connection ends. */
  | { readonly fault: 'cut' }
  /** Half of the answer, then nothing. */
  | { readonly fault: 'stall' }
  /** Half of the answer, then an error in the stream; default: the vendor's "overloaded". */
  | { readonly fault: 'stream_error'; readonly code?: string }
  /** No answer at all. */
  | { readonly fault: 'hang' }
  /** The connection ends before an answer. */
  | { readonly fault: 'reset' }
);

/** A turn, a refusal, a fault before a turn, or a function of the request. */
export type ScriptedStep =
  | ScriptedTurn
  | ScriptedRefusal
  | (ScriptedFault & { readonly then?: ScriptedTurn })
  | ((body: RequestBody) => ScriptedTurn | ScriptedRefusal | ScriptedFault);

/**
 * What the models answer, by role. A step is chosen from the request alone (never from a counter), so that a retry
 * meets the same step: Claude's by the number of its earlier turns in the request, GPT's by `reviewRoundOf`.
 * The last step answers everything beyond the end.
 */
export interface Scenario {
  /** Requests to Anthropic without tools. */
  readonly router?: readonly ScriptedStep[];
  /** Requests to Anthropic with tools. */
  readonly coder?: readonly ScriptedStep[];
  /** Requests to OpenAI. */
  readonly reviewer?: readonly ScriptedStep[];
  /** Which step of the reviewer a request meets, from 0; default: the number of different requests seen before it. */
  readonly reviewRoundOf?: (body: RequestBody) => number;
  /** Model ids that both vendors answer with 404. */
  readonly unknownModels?: readonly string[];
  /** Model ids about which both vendors never answer. */
  readonly silentModels?: readonly string[];
}
