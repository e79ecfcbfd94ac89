/** The request body that a scripted answer may look at. */
export type RequestBody = Readonly<Record<string, unknown>>;

/** One tool call of a scripted turn. */
export interface ScriptedToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a scripted model says in one turn. */
export interface ScriptedTurn {
  readonly text?: string;
  /** A structured answer; sent as its JSON text. */
  readonly json?: unknown;
  readonly tools?: readonly ScriptedToolCall[];
  /** Sent before everything else, with a signature, as the vendor does. */
  readonly thinking?: string;
  /** Overrides what follows from the content, e.g. `max_tokens`, `pause_turn`. */
  readonly stopReason?: string;
  /** Waits before the answer, milliseconds. */
  readonly delayMs?: number;
}

/** How a scripted model fails. `times` counts the same request; without it the fault lasts. */
export type ScriptedFault =
  | {
      readonly fault: 'status';
      readonly status: number;
      readonly retryAfter?: string;
      readonly code?: string;
      readonly times?: number;
    }
  | { readonly fault: 'garbage'; readonly times?: number }
  | { readonly fault: 'cut'; readonly times?: number }
  | { readonly fault: 'hang'; readonly times?: number }
  | { readonly fault: 'reset'; readonly times?: number };

/** A turn, a refusal, a fault before a turn, or a function of the request. */
export type ScriptedStep =
  | ScriptedTurn
  | { readonly refusal: string }
  | (ScriptedFault & { readonly then?: ScriptedTurn })
  | ((body: RequestBody) => ScriptedTurn | { readonly refusal: string } | ScriptedFault);

/**
 * What the models answer, by role. A step is chosen from the request alone (never from a counter), so that a retry
 * meets the same step: the coder's by the number of its earlier turns in the request, the others' by `roundOf`.
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
}
