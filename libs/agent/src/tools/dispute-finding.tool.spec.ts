import { afterEach, describe, expect, it } from 'vitest';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';
import type { ScriptedTurn } from '@anton/simulation';
import { Disputes } from '../review/disputes';
import { disputeTool } from './dispute-finding.tool';

let world: CoderWorld | undefined;
afterEach(() => world?.close());

const dispute = (id: string, evidence: string): ScriptedTurn => ({
  tools: [{ name: 'dispute_finding', input: { id, evidence } }],
});
const FINISH: ScriptedTurn = { tools: [{ name: 'finish', input: { outcome: 'fixed', summary: 's' } }] };

/** The coder calls the tool once; answers what it was told. */
async function told(call: ScriptedTurn, disputes: Disputes): Promise<string> {
  world = await openCoderWorld({ coder: [call, FINISH] });
  await world.loop.run(world.loop.begin(world.loopRequest({ tools: [disputeTool(disputes)] })));
  return world.events.flatMap((event) => (event.type === 'tool_call' ? [event.content] : []))[0] ?? '';
}

describe('dispute_finding', () => {
  const open = [{ id: 'diff/r1-1' }, { id: 'diff/r1-2' }];

  it('keeps the evidence for the next round, once', async () => {
    const disputes = new Disputes(() => open);
    expect(await told(dispute('diff/r1-2', ' pay.ts:3 rounds already '), disputes)).toContain('Noted');
    expect(disputes.take()).toEqual([{ id: 'diff/r1-2', evidence: 'pay.ts:3 rounds already' }]);
    expect(disputes.take()).toEqual([]);
  });

  it('refuses a finding that is not open, and names those that are', async () => {
    const disputes = new Disputes(() => open);
    expect(await told(dispute('diff/r9-9', 'wrong'), disputes)).toContain('open are: diff/r1-1, diff/r1-2');
    expect(disputes.take()).toEqual([]);
  });

  it('refuses a contest without evidence', async () => {
    const disputes = new Disputes(() => open);
    expect(await told(dispute('diff/r1-1', '  '), disputes)).toContain('Say why');
    expect(disputes.take()).toEqual([]);
  });

  it('takes the last word about a finding', () => {
    const disputes = new Disputes(() => open);
    disputes.raise({ id: 'diff/r1-1', evidence: 'first' });
    disputes.raise({ id: 'diff/r1-1', evidence: 'last' });
    expect(disputes.take()).toEqual([{ id: 'diff/r1-1', evidence: 'last' }]);
  });
});
