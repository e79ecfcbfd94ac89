// As a namespace: `{ z }` holds all of zod's languages, in a program that a fork copies for each command.
import * as z from 'zod';
import type { SandboxOp } from './request';

const MAX_PATH = 8_192;
/** An output is shortened to 16,000 characters or to its ends (`agent-loop` 5.1); some more for the line between them. */
const MAX_OUTPUT = 20_000;
const MAX_LINE = 2_000;

const path = z
  .string()
  .min(1)
  .max(MAX_PATH)
  .refine((text) => !text.includes('\0'), 'holds a NUL');
const count = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const exitCode = z.number().int().min(0).max(255).nullable();

/** What the exec server may answer to each request. It runs beside the repository's code: nothing of it is taken on trust. */
export const ANSWERS = {
  hello: z.strictObject({ v: z.number().int() }),
  read: z.strictObject({ bytes: count }),
  write: z.strictObject({}),
  list: z.strictObject({
    entries: z.array(
      z.strictObject({ path, kind: z.enum(['file', 'directory', 'symlink', 'other']), size: count }),
    ),
    more: z.boolean(),
  }),
  tree: z.strictObject({ bytes: count }),
  grep: z.strictObject({
    matches: z.array(z.strictObject({ path, line: count, text: z.string().max(MAX_LINE) })),
    more: z.boolean(),
  }),
  exec: z.strictObject({
    exitCode,
    signal: z.string().max(32).nullable(),
    ended: z.enum(['exited', 'timeout', 'idle', 'aborted']),
    output: z.strictObject({
      text: z.string().max(MAX_OUTPUT),
      truncated: z.boolean(),
      bytes: count,
      logPath: z.string().regex(/^@out\/[0-9]{3,9}\.log$/),
    }),
    durationMs: count,
  }),
  start: z.strictObject({ exitCode }),
  fill: z.strictObject({ entries: count }),
  hold: z.strictObject({ sealed: z.boolean() }),
  close: z.strictObject({}),
} as const satisfies Record<SandboxOp, z.ZodType>;

export type AnswerOf<Op extends SandboxOp> = z.infer<(typeof ANSWERS)[Op]>;

/** What comes before the answer to `tree`, as JSON. */
export const treeSchema = z.array(
  z.strictObject({
    path,
    kind: z.enum(['file', 'symlink', 'other']),
    executable: z.boolean(),
    size: count,
    target: z.string().max(MAX_PATH).nullable(),
    version: z.string().max(200),
  }),
);

/** Why a request was not done; `code` is one of a WorkspaceError or what the server calls its own trouble. */
export const failureSchema = z.strictObject({
  code: z.string().regex(/^[a-z_]{1,64}$/),
  message: z.string().max(4_000),
  remedy: z.string().max(1_000),
});
