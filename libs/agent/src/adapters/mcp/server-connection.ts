import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolResultSchema,
  ListToolsResultSchema,
  type CallToolResult,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { MAX_PAGES, type ServerTimes } from './server-limits';

/**
 * One server: its tools, and calls of them. The client's own `listTools` and `callTool` are not used: they compile and
 * run schemas of the server's.
 */
export class ServerConnection {
  private readonly client = new Client({ name: 'anton', version: '1' }, { capabilities: {} });

  constructor(
    private readonly transport: Transport,
    private readonly times: ServerTimes,
  ) {}

  /** Connects and asks for the tools. @throws whatever went wrong, within `connectMs` each. */
  async open(signal: AbortSignal): Promise<Tool[]> {
    const options = { timeout: this.times.connectMs, signal };
    await this.client.connect(this.transport, options);
    const tools: Tool[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const params = cursor === undefined ? {} : { cursor };
      const answer = await this.client.request(
        { method: 'tools/list', params },
        ListToolsResultSchema,
        options,
      );
      tools.push(...answer.tools);
      cursor = answer.nextCursor;
      if (cursor === undefined) break;
    }
    return tools;
  }

  /** @throws when the server answers no result within `callMs`. */
  call(name: string, input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<CallToolResult> {
    const request = { method: 'tools/call' as const, params: { name, arguments: { ...input } } };
    return this.client.request(request, CallToolResultSchema, { timeout: this.times.callMs, signal });
  }

  /** Never throws; the client's own end comes first, so that what waits for an answer is told. */
  async close(): Promise<void> {
    await this.client.close().catch(() => undefined);
    await this.transport.close().catch(() => undefined);
  }
}
