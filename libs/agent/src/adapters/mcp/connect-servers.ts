import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { egressAllows, type RouteToolServer } from '@anton/contracts';
import type { NamedTool } from '../../tools/agent-tool.port';
import type { ConnectedServers, ToolServerRequest } from '../../tools/servers/tool-server';
import { boundedFetch } from './bounded-fetch';
import { foreignLine } from './foreign-text';
import { offeredNames } from './offered-names';
import { ServerConnection } from './server-connection';
import { DEFAULT_TIMES, MAX_ERROR, MAX_SCHEMA_BYTES, MAX_TOOLS, type ServerTimes } from './server-limits';
import { ServerTool } from './server.tool';
import { WorkspaceTransport } from './workspace.transport';

function transportOf(
  { url, command }: RouteToolServer,
  request: ToolServerRequest,
  callMs: number,
): Transport {
  if (url === undefined || url === null) return new WorkspaceTransport(request.workspace, command ?? []);
  const target = new URL(url);
  if (!['http:', 'https:'].includes(target.protocol) || !egressAllows(request.egress, target))
    throw new Error(`${target.host} is not among the hosts that egress allows`);
  return new StreamableHTTPClientTransport(target, { fetch: boundedFetch(target, callMs) });
}

/** Tools that fit into a prompt; of the others, why not. */
function usable(tools: readonly NamedTool[]): { readonly tools: NamedTool[]; readonly warnings: string[] } {
  const sized = tools.map((named) => ({
    named,
    isLarge: Buffer.byteLength(JSON.stringify(named.tool.inputSchema)) > MAX_SCHEMA_BYTES,
  }));
  const fitting = sized.filter(({ isLarge }) => !isLarge).map(({ named }) => named);
  return {
    tools: fitting.slice(0, MAX_TOOLS),
    warnings: [
      ...sized
        .filter(({ isLarge }) => isLarge)
        .map(({ named }) => `${named.name} is left out: its input is too large`),
      ...fitting.slice(MAX_TOOLS).map(({ name }) => `${name} is left out: more than ${MAX_TOOLS} tools`),
    ],
  };
}

async function connect(
  server: RouteToolServer,
  request: ToolServerRequest,
  times: ServerTimes,
): Promise<ConnectedServers> {
  const { redact, signal } = request;
  let transport: Transport | undefined;
  let connection: ServerConnection | undefined;
  try {
    transport = transportOf(server, request, times.callMs);
    const opened = new ServerConnection(transport, times);
    connection = opened;
    const tools = new Map((await opened.open(signal)).map((tool) => [tool.name, tool]));
    const names = offeredNames(server.name, [...tools.keys()]);
    const found = [...names].flatMap(([own, name]) => {
      const tool = tools.get(own);
      return tool === undefined ? [] : [{ name, tool: new ServerTool(server.name, tool, opened, redact) }];
    });
    return { ...usable(found), close: () => opened.close() };
  } catch (error) {
    await connection?.close();
    const said = transport instanceof WorkspaceTransport ? transport.errors() : '';
    const words = `${error instanceof Error ? error.message : String(error)} ${said}`;
    const warning = redact(`the server ${server.name} is not used: ${foreignLine(words, MAX_ERROR)}`);
    return { tools: [], warnings: [warning], close: () => Promise.resolve() };
  }
}

/** Connects all servers at once. A server that cannot be used is a warning. */
export async function connectServers(
  request: ToolServerRequest,
  times: ServerTimes = DEFAULT_TIMES,
): Promise<ConnectedServers> {
  const servers = await Promise.all(request.servers.map((server) => connect(server, request, times)));
  return {
    tools: servers.flatMap(({ tools }) => tools),
    warnings: servers.flatMap(({ warnings }) => warnings),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
