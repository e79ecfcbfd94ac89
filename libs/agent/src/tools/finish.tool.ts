import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';

const OUTCOMES = ['fixed', 'no_change_needed', 'cannot_fix'] as const;

/** Ends the work with a claim that the runner checks. */
@Injectable()
@AgentToolProvider('finish')
export class FinishTool extends AgentTool {
  readonly description = 'End the work. Call it alone, after the checks pass.';
  readonly effect = 'write';
  readonly inputSchema = {
    type: 'object',
    properties: {
      outcome: { type: 'string', enum: [...OUTCOMES] },
      summary: { type: 'string', description: 'what was wrong and what changed, for the pull request' },
    },
    required: ['outcome', 'summary'],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    const outcome = OUTCOMES.find((name) => name === input['outcome']) ?? 'cannot_fix';
    return Promise.resolve({
      content: 'ended',
      isError: false,
      claim: { outcome, summary: textOf(input, 'summary') ?? '' },
    });
  }
}
