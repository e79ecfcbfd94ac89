// As a namespace: `{ z }` holds all of zod's languages, in a program that a fork copies for each command.
import * as z from 'zod';
import { PROTOCOL_VERSION } from './frame';

const MAX_PATH = 4_096;
const MAX_COMMAND = 256 * 1024;
/** A day: no command of a run lasts longer. */
const MAX_MS = 86_400_000;
const MAX_FILE_BYTES = 256 * 1024 * 1024;

const path = z.string().max(MAX_PATH);
const milliseconds = z.number().int().positive().max(MAX_MS);
const bytes = z.number().int().nonnegative().max(MAX_FILE_BYTES);
const call = <Op extends string, Shape extends z.ZodRawShape>(op: Op, shape: Shape) =>
  z.strictObject({ v: z.literal(PROTOCOL_VERSION), op: z.literal(op), ...shape });

/**
 * What the runner may ask for. `write` is followed by the content as `data` and `end`; the answers to `read` and
 * `tree` are preceded by it; `fill` is followed by entries, each file with its content as `data`, and `end`; `start` is
 * followed by the input of the program as `data` and `end`, and answered when it has ended; `hold` is answered at once,
 * and again after each `reset`.
 */
export const requestSchema = z.discriminatedUnion('op', [
  call('hello', {}),
  call('read', { path, maxBytes: bytes }),
  call('write', { path, bytes }),
  call('list', { path, limit: z.number().int().positive().max(10_000) }),
  call('tree', {
    skip: z.array(z.string().max(256)).max(1_000),
    keep: z.array(path).max(100_000),
    maxEntries: z.number().int().positive().max(1_000_000),
  }),
  call('grep', {
    pattern: z.string().max(16_384),
    path: path.optional(),
    glob: z.string().max(1_024).optional(),
    ignoreCase: z.boolean().optional(),
    maxMatches: z.number().int().positive().max(10_000),
    timeoutMs: milliseconds,
  }),
  call('exec', {
    command: z.string().max(MAX_COMMAND),
    cwd: path.optional(),
    timeoutMs: milliseconds,
    idleTimeoutMs: milliseconds.optional(),
    env: z.record(z.string().max(256), z.string().max(32_768)).optional(),
  }),
  call('start', { command: z.array(z.string().max(32_768)).min(1).max(1_024) }),
  /** What is taken away first; everything unless it is given. */
  call('fill', { remove: z.array(path.min(1)).max(1_000_000).optional() }),
  call('hold', {}),
  call('close', {}),
]);

/** One file or link of a tree that is sent. */
export const entrySchema = z.strictObject({
  path: path.min(1),
  kind: z.enum(['file', 'symlink']),
  executable: z.boolean(),
  size: bytes,
  target: path.nullable(),
});
export type SentEntry = z.infer<typeof entrySchema>;

export type SandboxRequest = z.infer<typeof requestSchema>;
export type SandboxOp = SandboxRequest['op'];
/** The request of one operation, without the version. */
export type RequestOf<Op extends SandboxOp> = Omit<Extract<SandboxRequest, { op: Op }>, 'v' | 'op'>;
