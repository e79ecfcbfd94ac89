import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Exchange } from './exchange';
import { sendJson } from './fault';
import type { Scenario } from './scenario';
import { ScriptedServer } from './scripted-server';

/** Running scripted models. The URLs go into ANTHROPIC_BASE_URL and OPENAI_BASE_URL. */
export interface ScriptedModels {
  readonly anthropicUrl: string;
  readonly openaiUrl: string;
  /** Every request so far, in the order of the answers. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Where the server listens; port 0 takes a free one. */
export interface ScriptedModelsOptions {
  /** PEM; without it plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly host?: string;
  readonly port?: number;
}

/** Starts model servers that speak Anthropic Messages and OpenAI Responses over HTTP and answer by a scenario. */
export async function startScriptedModels(
  scenario: Scenario,
  options: ScriptedModelsOptions = {},
): Promise<ScriptedModels> {
  const scripted = new ScriptedServer(scenario);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    scripted.answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 400, { error: { type: 'invalid_request_error', message: String(error) } });
    });
  };
  const server = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return {
    anthropicUrl: origin,
    openaiUrl: `${origin}/v1`,
    exchanges: scripted.exchanges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
