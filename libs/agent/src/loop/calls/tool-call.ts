import type { ToolUseBlock } from '@anton/models';
import type { ToolResult } from '../../tools/agent-tool.port';

/** A call that the model made. Two calls with the same `key` are identical. */
export interface ToolCall extends ToolUseBlock {
  readonly key: string;
}

/** A call and its one answer. */
export interface AnsweredCall {
  readonly call: ToolCall;
  readonly result: ToolResult;
  /** It was not executed: because of its form, because the answer was cut, or by a guard. */
  readonly refused: boolean;
  /** It was executed and may have changed the work tree. */
  readonly wrote: boolean;
}

/** The answer to a call that is not executed. */
export function refusedCall(call: ToolCall, content: string): AnsweredCall {
  return { call, refused: true, wrote: false, result: { content, isError: true } };
}

function sortedKeys(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function toolCallOf(block: ToolUseBlock): ToolCall {
  return { ...block, key: `${block.name} ${JSON.stringify(block.input, sortedKeys) ?? ''}` };
}

const SUMMARY_LIMIT = 120;

/** One line for people: the tool and the most telling part of its input. */
export function summaryOf({ input }: ToolUseBlock): string {
  const fields: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {};
  const telling = fields.path ?? fields.command ?? fields.pattern ?? fields.outcome ?? input;
  const text = typeof telling === 'string' ? telling : (JSON.stringify(telling) ?? '');
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SUMMARY_LIMIT ? line : `${line.slice(0, SUMMARY_LIMIT)}...`;
}
