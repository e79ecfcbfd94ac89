/**
 * The protocol between the runner and the exec server of its sandbox. One connection carries one call: a request, what
 * flows in either direction, an answer or a failure. Whoever closes the connection ends the call, and the socket's own
 * flow control holds back who is too fast.
 */
export const PROTOCOL_VERSION = 1;

/** Neither side takes a longer one: a peer that announces more is cut off before it is read. */
export const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** What one frame of a stream carries at most. */
export const MAX_DATA_BYTES = 256 * 1024;

/**
 * `request`, `answer`, `failure` are JSON; `data` is bytes of a stream, of which `end` is the last; `errors` is the end of
 * what a program wrote to standard error, `stop` asks for the end of a command or program, `entry` (JSON) begins a file
 * or link of a tree, `reset` asks who is held to begin anew.
 */
export const FRAME_KINDS = {
  request: 1,
  data: 2,
  end: 3,
  answer: 4,
  failure: 5,
  errors: 6,
  stop: 7,
  entry: 8,
  reset: 9,
} as const;
export type FrameKind = keyof typeof FRAME_KINDS;

/** One message: on the wire four bytes of length (big endian; kind and payload), one byte of kind, the payload. */
export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

const LENGTH_BYTES = 4;
/** Bytes before the payload. */
export const HEAD_BYTES = LENGTH_BYTES + 1;

const NAMES = new Map<number, FrameKind>(
  Object.entries(FRAME_KINDS).map(([name, code]) => [code, name as FrameKind]),
);

/** The name of a kind on the wire. */
export function kindOf(code: number): FrameKind | undefined {
  return NAMES.get(code);
}

/** What goes before the payload on the wire. */
export function frameHead(kind: FrameKind, payloadBytes: number): Buffer {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32BE(payloadBytes + 1, 0);
  head.writeUInt8(FRAME_KINDS[kind], LENGTH_BYTES);
  return head;
}
