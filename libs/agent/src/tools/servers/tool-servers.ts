import { Injectable } from '@nestjs/common';
import { NO_SERVERS, type ConnectedServers, type ToolServerRequest } from './tool-server';

/** Connects the servers of tools that a route names. The client for them is loaded only when there is one. */
@Injectable()
export class ToolServers {
  /** A server that cannot be used is a warning. Never throws for what a server does. */
  async connect(request: ToolServerRequest): Promise<ConnectedServers> {
    if (request.servers.length === 0) return NO_SERVERS;
    const { connectServers } = await import('../../adapters/mcp/connect-servers');
    return connectServers(request);
  }
}
