import type { ConversationTurn } from '@anton/models';

/** Bytes of the newest turns that stay word for word: about 20,000 tokens. */
const KEPT_BYTES = 80_000;

/** What the model is asked for before old turns are dropped. */
export const SUMMARY_REQUEST =
  'The conversation is too long and its older part will be dropped. Answer with text only, no tool call. Write down what you need to go on: the root cause as far as known; every file and line that matters; what you changed and why; what the checks showed last; what failed and should not be tried again; the next steps.';

/** The newest turns from one of the model's own on, so that every call keeps its result. */
function newestTurns(turns: readonly ConversationTurn[]): readonly ConversationTurn[] {
  let start = turns.length;
  let bytes = 0;
  for (let index = turns.length - 1; index > 0; index -= 1) {
    bytes += Buffer.byteLength(JSON.stringify(turns[index]));
    if (bytes > KEPT_BYTES) break;
    if (turns[index]?.role === 'assistant') start = index;
  }
  return turns.slice(start);
}

/**
 * The first message whole, then the model's own summary and the last instruction, then the newest turns.
 * The task and what a reviewer asked for are never lost.
 */
export function summarisedTurns(
  turns: readonly ConversationTurn[],
  summary: string,
  instruction: string | null,
): ConversationTurn[] {
  const first = turns[0];
  if (first?.role !== 'user') return [...turns];
  const texts = [
    `Your own summary of the work so far, older messages were dropped:\n${summary}`,
    ...(instruction === null ? [] : [`The last instruction:\n${instruction}`]),
  ];
  const [task, ...rest] = first.blocks;
  const kept = task === undefined ? rest : [task];
  return [
    { role: 'user', blocks: [...kept, ...texts.map((text) => ({ type: 'text' as const, text }))] },
    ...newestTurns(turns),
  ];
}
