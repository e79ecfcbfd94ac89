import { Injectable, Module } from '@nestjs/common';
import { AgentTool, AgentToolProvider, defineExtension, type ToolContext, type ToolResult } from '@anton/sdk';

/** A tool of the coding agent: who owns a file, by the repository's CODEOWNERS. */
@Injectable()
@AgentToolProvider('who_owns')
export class WhoOwnsTool extends AgentTool {
  readonly description = 'Who owns a file, by CODEOWNERS.';
  readonly effect = 'read';
  readonly inputSchema = {
    type: 'object',
    properties: { path: { type: 'string' } },
    required: ['path'],
    additionalProperties: false,
  };

  async execute(input: Readonly<Record<string, unknown>>, { workspace }: ToolContext): Promise<ToolResult> {
    const path = String(input['path']);
    const rules = (await workspace.read('CODEOWNERS', 100_000))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '');
    const rule = rules.findLast((line) => path.startsWith(line.split(' ')[0] ?? ''));
    return { content: rule === undefined ? 'nobody' : rule.split(' ').slice(1).join(' '), isError: false };
  }
}

@Module({ providers: [WhoOwnsTool] })
export class WhoOwnsModule {}

export const extension = defineExtension({ runner: [WhoOwnsModule] });
