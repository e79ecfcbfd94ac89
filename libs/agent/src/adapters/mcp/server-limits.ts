/** How long a server of tools may take, milliseconds. */
export interface ServerTimes {
  readonly connectMs: number;
  readonly callMs: number;
}

/** A program may have to compile itself first; a call is no longer than a command (`agent-loop` 5.1). */
export const DEFAULT_TIMES: ServerTimes = { connectMs: 30_000, callMs: 120_000 };
/** One message of a server, or one answer over HTTP. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
/** Of one server; more would cost more than they help. */
export const MAX_TOOLS = 32;
/** Pages of a list of tools. */
export const MAX_PAGES = 4;
/** Of one tool's input, as JSON: about 1,000 tokens in every request. */
export const MAX_SCHEMA_BYTES = 4_000;
/** Characters of a description, of a tool and of a property of its input. */
export const MAX_DESCRIPTION = 300;
export const MAX_PROPERTY_DESCRIPTION = 120;
/** Characters of an answer: as of a command (`agent-loop` 5.1). */
export const MAX_ANSWER = 16_000;
/** Characters of an error of a server. */
export const MAX_ERROR = 500;
