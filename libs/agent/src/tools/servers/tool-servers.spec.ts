import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptedTurn } from '@anton/simulation';
import { openCoderWorld } from '@anton/testing/agent';
import { writeStdioServer } from '../../../test/adapters/mcp/team-servers';
import { ToolServers } from './tool-servers';

const call = (name: string, input: Record<string, unknown> = {}): ScriptedTurn => ({
  tools: [{ name, input }],
});
const CODER = [
  call('team__echo', { text: 'a' }),
  call('team__echo', { text: 1 }),
  call('team__crash'),
  call('finish', { outcome: 'fixed', summary: 'done' }),
];
const ends: (() => Promise<void>)[] = [];

beforeAll(() => Logger.overrideLogger(false));
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** The bodies of all requests of a run whose template names the team's server. */
async function run(): Promise<Readonly<Record<string, unknown>>[]> {
  const world = await openCoderWorld({ coder: CODER });
  ends.push(() => world.close());
  await writeStdioServer(join(world.root, 'server.cjs'));
  const request = world.loopRequest();
  const servers = await new ToolServers().connect({
    servers: [{ name: 'team', command: ['node', 'server.cjs'] }],
    workspace: request.workspace,
    egress: [],
    redact: (text) => text,
    signal: request.signal,
  });
  ends.unshift(() => servers.close());
  const conversation = world.loop.begin({ ...request, tools: servers.tools });
  expect(await world.loop.run(conversation)).toMatchObject({ kind: 'finished' });
  return world.models.exchanges.map(({ body }) => body);
}

describe("a server's tools in the loop", { timeout: 30_000 }, () => {
  it('are called by prefixed names; what is wrong with a call or the server does not end the run', async () => {
    const [first, ...later] = await run();
    const names = ((first?.['tools'] ?? []) as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toContain('team__echo');
    expect(names).toContain('team__odd_tool_name');
    const answers = JSON.stringify(later.at(-1)?.['messages']);
    expect(answers).toContain('said: a');
    expect(answers).toContain('Not executed: input/text must be string');
    expect(answers).toContain('The server team gave no answer');
  });

  it('leave the head of the prompt the same in every run', async () => {
    const [[one], [other]] = [await run(), await run()];
    for (const part of ['tools', 'system', 'messages'])
      expect(JSON.stringify(other?.[part])).toBe(JSON.stringify(one?.[part]));
  });
});
