import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RouteToolServer } from '@anton/contracts';
import { Redactor } from '@anton/platform';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import {
  startHttpServer,
  startTeamHttpServer,
  writeStdioServer,
  type HttpServer,
} from '../../../test/adapters/mcp/team-servers';
import type { ToolResult } from '../../tools/agent-tool.port';
import type { ConnectedServers } from '../../tools/servers/tool-server';
import { connectServers } from './connect-servers';

const SLOW = 30_000;
const TIMES = { connectMs: 10_000, callMs: 1_500 };
const PROGRAM: RouteToolServer = { name: 'team', command: ['node', 'server.cjs'] };
const redactor = new Redactor(['hunter2-hunter2']);
let world: ToolWorld;
let servers: ConnectedServers;

beforeEach(async () => {
  world = await openToolWorld({});
});
afterEach(async () => {
  await servers.close();
  await world.close();
});

async function connect(
  list: readonly RouteToolServer[],
  egress: readonly string[] = [],
): Promise<ConnectedServers> {
  const { workspace, signal } = world.context;
  const redact = (text: string): string => redactor.redact(text);
  servers = await connectServers({ servers: list, workspace, egress, redact, signal }, TIMES);
  return servers;
}

async function connectProgram(): Promise<ConnectedServers> {
  await writeStdioServer(join(world.root, 'server.cjs'));
  return connect([PROGRAM]);
}

async function call(name: string, input: Record<string, unknown> = {}): Promise<ToolResult> {
  const found = servers.tools.find((tool) => tool.name === `team__${name}`);
  if (found === undefined) throw new Error(`no tool ${name}: ${servers.warnings.join()}`);
  return found.tool.execute(input, world.context);
}

describe('a server over standard input and output', { timeout: SLOW }, () => {
  it('offers its tools and answers', async () => {
    const { tools, warnings } = await connectProgram();
    expect(warnings).toEqual([]);
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['team__echo', 'team__hang']));
    expect(await call('echo', { text: 'a' })).toEqual({ content: 'said: a', isError: false });
    expect(await call('refuse')).toEqual({ content: 'not on Sundays', isError: true });
  });

  it('calls a tool by its own name, and offers it by one that a vendor takes', async () => {
    await connectProgram();
    expect(await call('odd_tool_name')).toEqual({ content: 'by its own name', isError: false });
  });

  it('is a stranger: its words are short and visible, its answers bounded and redacted', async () => {
    await connectProgram();
    const echo = servers.tools.find(({ name }) => name === 'team__echo')?.tool;
    expect(echo?.description).toMatch(/^Of the server team, in its words: Says it back\. Always call/);
    expect(echo?.description.length).toBeLessThan(350);
    expect(echo?.description).not.toContain('hidden');
    expect(JSON.stringify(echo?.inputSchema).length).toBeLessThan(400);
    expect((await call('flood')).content.length).toBeLessThan(16_100);
    expect((await call('echo', { text: 'hunter2-hunter2' })).content).not.toContain('hunter2');
  });

  it('runs as commands do: in the tree, without secrets', async () => {
    process.env['TEAM_API_KEY'] = 'canary-of-the-runner';
    try {
      await connectProgram();
      const { content } = await call('where');
      expect(content).toContain(world.root);
      expect(content).toContain('"CI":"true"');
      expect(content).not.toContain('canary-of-the-runner');
    } finally {
      delete process.env['TEAM_API_KEY'];
    }
  });

  it.each([
    ['that hangs', 'hang', /team gave no answer: .*timed out/i],
    ['that crashes', 'crash', /team gave no answer: .*closed/i],
    ['that writes nonsense without end', 'nonsense', /team gave no answer: .*closed/i],
    ['that writes a line without end', 'endless', /team gave no answer: .*closed/i],
  ])('%s is an error answer', async (_what, tool, words) => {
    await connectProgram();
    const { content, isError } = await call(tool);
    expect(isError).toBe(true);
    expect(content).toMatch(words);
    const next = await call('echo', { text: 'b' });
    expect(next.isError).toBe(tool !== 'hang');
  });

  it('may write garbage between its messages', async () => {
    await connectProgram();
    expect(await call('garbage')).toEqual({ content: 'after the garbage', isError: false });
  });

  it.each([
    ['does not exist', ['no-such-server'], /no-such-server/],
    ['ends at once', ['bash', '-c', 'echo "cannot open hunter2-hunter2" >&2; exit 1'], /cannot open/],
    ['says nothing', ['sleep', '60'], /timed out/],
    ['speaks another language', ['bash', '-c', 'while read -r x; do echo "$x"; done'], /not used/],
  ])('that %s is a warning', async (_what, command, words) => {
    const { workspace, signal } = world.context;
    const redact = (text: string): string => redactor.redact(text);
    const request = { servers: [{ name: 'team', command }], workspace, egress: [], redact, signal };
    servers = await connectServers(request, { connectMs: 1_000, callMs: 1_000 });
    expect(servers.tools).toEqual([]);
    expect(servers.warnings.join()).toMatch(words);
    expect(servers.warnings.join()).not.toContain('hunter2');
  });

  it('ends with the work', async () => {
    await connectProgram();
    await servers.close();
    expect((await call('echo', { text: 'a' })).isError).toBe(true);
  });
});

describe('a server over HTTP', { timeout: SLOW }, () => {
  let team: HttpServer;
  beforeAll(async () => {
    team = await startTeamHttpServer();
  });
  afterAll(() => team.close());

  it('offers its tools and answers; nothing else is asked of it', async () => {
    await connect([{ name: 'team', url: team.url }], [new URL(team.url).host]);
    expect(servers.warnings).toEqual([]);
    expect(await call('echo', { text: 'a' })).toEqual({ content: 'said: a', isError: false });
    expect(new Set(team.asked)).toEqual(new Set(['POST']));
  });

  it('that hangs is an error answer', async () => {
    await connect([{ name: 'team', url: team.url }], [new URL(team.url).host]);
    expect(await call('hang')).toMatchObject({
      isError: true,
      content: expect.stringContaining('no answer') as string,
    });
    expect((await call('echo', { text: 'a' })).isError).toBe(false);
  });

  it('is not asked when its host is not allowed', async () => {
    const before = team.asked.length;
    await connect([{ name: 'team', url: team.url }], ['example.com']);
    expect(servers.warnings.join()).toMatch(/127\.0\.0\.1:\d+ is not among the hosts/);
    expect(team.asked).toHaveLength(before);
  });

  it('is not followed elsewhere', async () => {
    const before = team.asked.length;
    const other = await startHttpServer((_request, response) =>
      response.writeHead(307, { location: team.url }).end(),
    );
    try {
      await connect([{ name: 'team', url: other.url }], [new URL(other.url).host]);
      expect(servers.tools).toEqual([]);
      expect(servers.warnings).toHaveLength(1);
      expect(team.asked).toHaveLength(before);
    } finally {
      await other.close();
    }
  });

  it('is cut off when it answers without end', async () => {
    let sent = 0;
    const other = await startHttpServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    try {
      await connect([{ name: 'team', url: other.url }], [new URL(other.url).host]);
      expect(servers.warnings.join()).toContain('bytes');
      expect(sent).toBeLessThan(32 * 1024 * 1024);
    } finally {
      await other.close();
    }
  });
});
