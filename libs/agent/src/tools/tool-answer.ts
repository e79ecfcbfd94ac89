import { isAntonError } from '@anton/contracts';
import type { ToolResult } from './agent-tool.port';

/** A good answer. */
export function answer(content: string): ToolResult {
  return { content, isError: false };
}

/** An expected failure, told to the model. */
export function refusal(content: string): ToolResult {
  return { content, isError: true };
}

/** Does `work`; an error that is fit for the model becomes its answer. */
export async function answered(work: () => Promise<ToolResult>): Promise<ToolResult> {
  try {
    return await work();
  } catch (error) {
    if (isAntonError(error)) return refusal(`${error.message}. ${error.remedy}`);
    throw error;
  }
}
