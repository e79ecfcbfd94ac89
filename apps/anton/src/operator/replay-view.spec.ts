import { describe, expect, it } from 'vitest';
import type { ReplayedTurn, ReplayResult } from '@anton/agent';
import { replayEnd, turnLine } from './replay-view';

const TURN: ReplayedTurn = {
  turn: 3,
  stopReason: 'tool_use',
  tools: ['read_file', 'read_file', 'edit'],
  usage: { inputTokens: 5, cacheReadTokens: 1_000, cacheWriteTokens: 200, outputTokens: 31 },
  usd: 0.0123,
  same: true,
};
const RESULT: ReplayResult = {
  identical: true,
  divergence: null,
  incomplete: false,
  turns: [TURN],
  recordedTurns: 1,
};

describe('a replay', () => {
  it('has one line a turn', () => {
    expect(turnLine(TURN)).toBe(
      '   3  tool_use          1205 in      31 out    $0.0123  ok  read_file ×2, edit\n',
    );
    const unanswered = { ...TURN, stopReason: null, tools: [], usage: null, usd: null, same: false };
    expect(turnLine(unanswered)).toMatch(/no answer .* \$\? {2}DIVERGED {2}-\n$/);
  });

  it('ends with what it found, and shows bytes without letting them move the cursor', () => {
    expect(replayEnd(RESULT)).toBe('identical: 1 of 1 requests, byte for byte\n');
    expect(replayEnd({ ...RESULT, incomplete: true })).toContain('the recording ends before the run does');
    const divergence = { what: 'another', byte: 7, recorded: 'a\u001b[2Jb', replayed: 'c' };
    expect(replayEnd({ ...RESULT, identical: false, divergence })).toBe(
      'DIVERGED at byte 7: another\n  recorded: a [2Jb\n  replayed: c\n',
    );
  });
});
