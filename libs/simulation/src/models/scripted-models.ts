import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { anthropicEvents, anthropicMessage } from './anthropic.answer';
import { refusalOfAnthropicRequest } from './anthropic.refusals';
import type { Exchange, ScriptedRole } from './exchange';
import { openAiResponse, refusalOfOpenAiRequest } from './openai.answer';
import type { RequestBody, Scenario, ScriptedFault, ScriptedStep, ScriptedTurn } from './scenario';
import { PromptCache } from './token-count';

/** Running scripted models. The URLs go into ANTHROPIC_BASE_URL and OPENAI_BASE_URL. */
export interface ScriptedModels {
  readonly anthropicUrl: string;
  readonly openaiUrl: string;
  /** Every request so far, oldest first. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Where the server listens; port 0 takes a free one. */
export interface ScriptedModelsOptions {
  readonly host?: string;
  readonly port?: number;
}

type Resolved = ScriptedTurn | { readonly refusal: string } | ScriptedFault;

class ScriptedServer {
  readonly exchanges: Exchange[] = [];
  private readonly cache = new PromptCache();
  private readonly faults = new Map<string, number>();
  private readonly reviews: string[] = [];

  constructor(private readonly scenario: Scenario) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const model = /\/models\/([^/]+)$/.exec(path)?.[1];
    if (model !== undefined)
      return send(response, 200, { id: decodeURIComponent(model), type: 'model', object: 'model' });
    const body = (await json(request)) as RequestBody;
    const role: ScriptedRole = path.endsWith('/responses') ? 'reviewer' : hasTools(body) ? 'coder' : 'router';
    const refused = role === 'reviewer' ? refusalOfOpenAiRequest(body) : refusalOfAnthropicRequest(body);
    const step = this.stepFor(role, body);
    const answered =
      refused === null ? await this.play(role, body, step, response) : refuse(response, 400, refused);
    const bytes = Buffer.byteLength(JSON.stringify(body));
    this.exchanges.push({ role, path, headers: request.headers, body, bytes, answered });
  }

  private stepFor(role: ScriptedRole, body: RequestBody): ScriptedStep {
    const steps = this.scenario[role] ?? [];
    const step = steps[Math.min(this.indexOf(role, body), steps.length - 1)];
    return step ?? { text: `no step is scripted for the ${role}` };
  }

  private indexOf(role: ScriptedRole, body: RequestBody): number {
    if (role !== 'reviewer') {
      const messages = body['messages'] as { readonly role: string }[];
      return messages.filter((message) => message.role === 'assistant').length;
    }
    if (this.scenario.reviewRoundOf !== undefined) return this.scenario.reviewRoundOf(body);
    const text = JSON.stringify(body);
    if (!this.reviews.includes(text)) this.reviews.push(text);
    return this.reviews.indexOf(text);
  }

  /** A fault with `times` happens so often to the same request; then comes its `then`. */
  private resolve(role: ScriptedRole, body: RequestBody, step: ScriptedStep): Resolved {
    const value = typeof step === 'function' ? step(body) : step;
    if (!('fault' in value) || value.times === undefined) return value;
    const key = `${role} ${JSON.stringify(body['messages'] ?? body['input'])}`;
    const seen = this.faults.get(key) ?? 0;
    this.faults.set(key, seen + 1);
    const then = 'then' in value ? value.then : undefined;
    return seen < value.times ? value : (then ?? { text: 'done' });
  }

  private async play(
    role: ScriptedRole,
    body: RequestBody,
    step: ScriptedStep,
    response: ServerResponse,
  ): Promise<string> {
    const answer = this.resolve(role, body, step);
    if ('fault' in answer && answer.fault !== 'cut') return fail(response, answer);
    if ('delayMs' in answer && answer.delayMs !== undefined) await delay(answer.delayMs);
    if (role === 'reviewer') {
      send(response, 200, openAiResponse(body, 'fault' in answer ? { text: '{"cut' } : answer));
      return 'ok';
    }
    const turn =
      'refusal' in answer
        ? { text: answer.refusal, stopReason: 'refusal' }
        : 'fault' in answer
          ? { text: 'half of' }
          : answer;
    const message = anthropicMessage(body, turn, this.cache.count({ ...body }));
    if (body['stream'] !== true) send(response, 200, message);
    else stream(response, anthropicEvents(message), 'fault' in answer);
    return 'fault' in answer ? 'cut' : 'ok';
  }
}

function hasTools(body: RequestBody): boolean {
  return Array.isArray(body['tools']) && body['tools'].length > 0;
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, message: string, code?: string): string {
  const error = {
    type: status === 529 ? 'overloaded_error' : 'invalid_request_error',
    message,
    ...(code && { code }),
  };
  send(response, status, { type: 'error', error });
  return String(status);
}

function stream(response: ServerResponse, events: readonly string[], cut: boolean): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of cut ? events.slice(0, 3) : events) response.write(event);
  if (cut) setImmediate(() => response.destroy());
  else response.end();
}

function fail(response: ServerResponse, fault: ScriptedFault): string {
  switch (fault.fault) {
    case 'status': {
      if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
      return refuse(response, fault.status, fault.code ?? 'scripted', fault.code);
    }
    case 'garbage':
      response.writeHead(200, { 'content-type': 'application/json' }).end('<html>not json');
      return 'garbage';
    case 'reset':
      response.destroy();
      return 'reset';
    case 'cut':
    case 'hang':
      return fault.fault;
  }
}

/** Starts model servers that speak Anthropic Messages and OpenAI Responses over HTTP and answer by a scenario. */
export async function startScriptedModels(
  scenario: Scenario,
  options: ScriptedModelsOptions = {},
): Promise<ScriptedModels> {
  const scripted = new ScriptedServer(scenario);
  const server = createServer((request, response) => {
    scripted.answer(request, response).catch((error: unknown) => refuse(response, 400, String(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
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
