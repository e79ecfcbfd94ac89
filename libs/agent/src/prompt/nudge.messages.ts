/** Answers to a model that stopped using tools, or whose answer was cut. Each is byte-stable. */
export const NUDGE_NO_FINISH =
  'You ended your turn without calling finish. Continue with the work, or call finish if you are done.';

export const NUDGE_EMPTY_ANSWER = 'Your answer held no tool call. Continue with a tool call.';

/** For the calls of an answer that was cut at `maxTokens`; the next answer may be `nextMaxTokens` long. */
export function truncatedCallText(maxTokens: number, nextMaxTokens: number): string {
  const start = `Not executed: your answer was cut at ${maxTokens} output tokens, so the call is incomplete.`;
  return nextMaxTokens > maxTokens
    ? `${start} Send it again; up to ${nextMaxTokens} tokens are allowed this time.`
    : `${start} Split it: make a smaller edit, several calls if needed.`;
}
