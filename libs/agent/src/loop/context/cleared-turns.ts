import type { ConversationTurn, TextBlock, ToolResultBlock } from '@anton/models';

/** Field note agent-loop 5.1. */
const KEPT_RESULTS = 10;
/** Their results tell what was done and how the tests went: never cleared. */
const NEVER_CLEARED: ReadonlySet<string> = new Set(['edit', 'write_file', 'run_tests', 'finish']);
/** Shorter results are not worth a changed prefix. */
const WORTH_CLEARING = 400;

function toolNames(turns: readonly ConversationTurn[]): ReadonlyMap<string, string> {
  const blocks = turns.flatMap((turn) => (turn.role === 'assistant' ? turn.blocks : []));
  return new Map(blocks.flatMap((block) => (block.type === 'tool_use' ? [[block.id, block.name]] : [])));
}

function newestResults(turns: readonly ConversationTurn[]): ReadonlySet<string> {
  const blocks = turns.flatMap((turn) => (turn.role === 'user' ? turn.blocks : []));
  const ids = blocks.flatMap((block) => (block.type === 'tool_result' ? [block.toolUseId] : []));
  return new Set(ids.slice(-KEPT_RESULTS));
}

/** `turns` with the results of old calls replaced by a line each; the newest ten, edits and test runs stay. */
export function clearedTurns(turns: readonly ConversationTurn[]): ConversationTurn[] {
  const names = toolNames(turns);
  const newest = newestResults(turns);
  const clear = (block: TextBlock | ToolResultBlock): TextBlock | ToolResultBlock => {
    if (block.type === 'text' || newest.has(block.toolUseId) || block.content.length < WORTH_CLEARING)
      return block;
    const name = names.get(block.toolUseId) ?? 'tool';
    if (NEVER_CLEARED.has(name)) return block;
    return {
      ...block,
      content: `[${name} returned ${block.content.length} characters, removed to save room; call it again if you need them]`,
    };
  };
  return turns.map((turn) =>
    turn.role === 'user' ? { role: 'user', blocks: turn.blocks.map(clear) } : turn,
  );
}
