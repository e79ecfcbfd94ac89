import { setTimeout as delay } from 'node:timers/promises';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScriptedStep, ScriptedToolCall } from '@anton/simulation';
import { openCoderWorld, type CoderWorld } from '@anton/testing/agent';
import { AgentTool, AgentToolProvider, type ToolResult } from '../../tools/agent-tool.port';
import type { LoopOutcome } from '../loop-outcome';

const log: string[] = [];

abstract class LoggedTool extends AgentTool {
  readonly description = 'a tool of a team';
  readonly inputSchema = {
    type: 'object',
    properties: { id: { type: 'string' }, ms: { type: 'integer' } },
    required: ['id', 'ms'],
    additionalProperties: false,
  };

  async execute(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    log.push(`start ${String(input['id'])}`);
    await delay(Number(input['ms']));
    log.push(`end ${String(input['id'])}`);
    return { content: `did ${String(input['id'])}`, isError: false };
  }
}

@AgentToolProvider('team_look')
class TeamLook extends LoggedTool {
  readonly effect = 'read';
}

@AgentToolProvider('team_change')
class TeamChange extends LoggedTool {
  readonly effect = 'write';
}

@AgentToolProvider('team_broken')
class TeamBroken extends LoggedTool {
  readonly effect = 'read';
  override execute(): Promise<ToolResult> {
    throw new Error('the disk is full');
  }
}

@AgentToolProvider('team_deaf')
class TeamDeaf extends LoggedTool {
  readonly effect = 'read';
  override execute(): Promise<ToolResult> {
    return new Promise(() => undefined);
  }
}

@AgentToolProvider('team_flood')
class TeamFlood extends LoggedTool {
  readonly effect = 'read';
  override execute(): Promise<ToolResult> {
    return Promise.resolve({ content: 'x'.repeat(2_000_000), isError: false });
  }
}

@Module({ providers: [TeamLook, TeamChange, TeamBroken, TeamDeaf, TeamFlood] })
class TeamModule {}

let world: CoderWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
  log.length = 0;
});

const call = (name: string, input: Record<string, unknown> = {}): ScriptedToolCall => ({ name, input });
const FINISH: ScriptedStep = { tools: [call('finish', { outcome: 'fixed', summary: 'done' })] };

/** Lets the model make `tools` in one turn; gives the results as the model reads them. */
async function turn(...tools: ScriptedToolCall[]): Promise<{ content: string; is_error: boolean }[]> {
  world = await openCoderWorld({ coder: [{ tools }, FINISH] }, { imports: [TeamModule] });
  await world.loop.run(world.loop.begin(world.loopRequest()));
  const messages = world.models.exchanges.at(-1)?.body['messages'] as { content: never }[];
  return messages.at(-1)?.content ?? [];
}

describe('ToolRunner', () => {
  it('runs reads of a turn together and writes alone, in order', async () => {
    const results = await turn(
      call('team_look', { id: 'a', ms: 60 }),
      call('team_look', { id: 'b', ms: 5 }),
      call('team_change', { id: 'c', ms: 40 }),
      call('team_change', { id: 'd', ms: 5 }),
      call('team_look', { id: 'e', ms: 5 }),
    );
    expect(log).toEqual([
      'start a',
      'start b',
      'end b',
      'end a',
      'start c',
      'end c',
      'start d',
      'end d',
      'start e',
      'end e',
    ]);
    expect(results.map(({ content }) => content)).toEqual(['did a', 'did b', 'did c', 'did d', 'did e']);
  });

  it('answers an unknown tool with the known ones', async () => {
    const [result] = await turn(call('shell', { command: 'ls' }));
    expect(result).toMatchObject({ is_error: true, content: expect.stringContaining('run_tests') as string });
  });

  it('answers an input that does not fit the schema with what is wrong', async () => {
    const [missing, unknown] = await turn(
      call('team_look', { id: 'a' }),
      call('team_look', { id: 'a', ms: 1, x: 1 }),
    );
    expect(missing).toMatchObject({ is_error: true, content: expect.stringContaining("'ms'") as string });
    expect(unknown).toMatchObject({
      is_error: true,
      content: expect.stringContaining('additional') as string,
    });
    expect(log).toEqual([]);
  });

  it('turns a throwing tool into an error result', async () => {
    const [broken, look] = await turn(
      call('team_broken', { id: 'a', ms: 1 }),
      call('team_look', { id: 'b', ms: 1 }),
    );
    expect(broken).toMatchObject({ is_error: true, content: 'team_broken failed: the disk is full' });
    expect(look).toMatchObject({ is_error: false, content: 'did b' });
  });

  it('bounds a result of any size', async () => {
    const [flood] = await turn(call('team_flood', { id: 'a', ms: 1 }));
    expect(flood?.content.length).toBeLessThan(41_000);
    expect(flood?.content).toContain('characters left out');
  });

  it('does not wait for a tool that is deaf to the abort', async () => {
    world = await openCoderWorld(
      { coder: [{ tools: [call('team_deaf', { id: 'a', ms: 1 })] }] },
      { imports: [TeamModule] },
    );
    const conversation = world.loop.begin(world.loopRequest({ signal: AbortSignal.timeout(300) }));
    const outcome: LoopOutcome = await world.loop.run(conversation);
    expect(outcome).toMatchObject({ status: 'timeout' });
    expect(conversation.transcript.turns.at(-1)?.blocks).toMatchObject([
      { type: 'tool_result', isError: true, content: 'Interrupted: the run was stopped.' },
    ]);
  });
});

@AgentToolProvider('Bad Name')
class BadName extends LoggedTool {
  readonly effect = 'read';
}

@AgentToolProvider('bad_schema')
class BadSchema extends LoggedTool {
  readonly effect = 'read';
  override readonly inputSchema = { type: 'objekt' } as never;
}

describe('ToolBox', () => {
  it.each([BadName, BadSchema])('stops the boot for an unusable tool: %s', async (tool) => {
    @Module({ providers: [tool] })
    class BadModule {}
    await expect(openCoderWorld({}, { imports: [BadModule] })).rejects.toMatchObject({
      code: 'bad_agent_tool',
    });
  });
});
