/** One request of the coder as it went over the wire, with what the model's server counted for it. */
export interface RecordedRequest {
  readonly bytes: number;
  /** Tools, system and messages, in the order in which the vendor caches them. */
  readonly body: RequestParts;
  readonly usage: InputUsage;
}

export interface RequestParts {
  readonly tools?: readonly unknown[];
  readonly system?: unknown;
  readonly messages?: readonly { readonly role: string; readonly content: unknown }[];
}

/** Tokens. */
interface InputUsage {
  readonly uncached: number;
  readonly read: number;
  readonly written: number;
  readonly output: number;
}
