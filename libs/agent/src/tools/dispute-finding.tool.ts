import { AgentTool, type NamedTool, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';
import { answer, refusal } from './tool-answer';
import type { Disputes } from '../review/disputes';

/** What the coder calls it by. */
const DISPUTE_TOOL = 'dispute_finding';

/** Lets the coder answer a finding of the review with evidence instead of an edit. It decides nothing: the reviewer does. */
class DisputeFindingTool extends AgentTool {
  readonly description = 'Contest a finding of the review that is wrong.';
  readonly effect = 'read';
  override readonly again = true;
  readonly inputSchema = {
    type: 'object',
    properties: { id: { type: 'string' }, evidence: { type: 'string', description: 'file, line, why' } },
    required: ['id', 'evidence'],
    additionalProperties: false,
  };

  constructor(private readonly disputes: Disputes) {
    super();
  }

  execute(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    const id = textOf(input, 'id') ?? '';
    const evidence = (textOf(input, 'evidence') ?? '').trim();
    const open = this.disputes.openIds();
    if (!open.includes(id))
      return Promise.resolve(refusal(`No finding ${id} is open; open are: ${open.join(', ') || 'none'}.`));
    if (evidence === '') return Promise.resolve(refusal('Say why it is wrong: file, line, what happens.'));
    this.disputes.raise({ id, evidence });
    return Promise.resolve(answer('Noted. The reviewer reads it in the next round and decides.'));
  }
}

/** The tool for one run. */
export function disputeTool(disputes: Disputes): NamedTool {
  return { name: DISPUTE_TOOL, tool: new DisputeFindingTool(disputes) };
}
