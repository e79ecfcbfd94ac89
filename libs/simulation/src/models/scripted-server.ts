import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { writeEvents } from './event-stream';
import type { Exchange, ScriptedRole } from './exchange';
import { fail, sendJson } from './fault';
import type { RequestBody, Scenario } from './scenario';
import { Script } from './script';
import { AnthropicVendor, OpenAiVendor, type Vendor } from './vendor';

type Outcome = Pick<Exchange, 'answered' | 'reply'>;

function hasKey({ headers }: IncomingMessage): boolean {
  return Boolean(headers['x-api-key'] ?? headers.authorization?.slice('Bearer '.length));
}

function roleOf(path: string, body: RequestBody): ScriptedRole {
  if (path.endsWith('/responses')) return 'reviewer';
  return Array.isArray(body['tools']) && body['tools'].length > 0 ? 'coder' : 'router';
}

/** Answers the requests of one scenario and remembers them. */
export class ScriptedServer {
  readonly exchanges: Exchange[] = [];
  private readonly script: Script;
  private readonly anthropic = new AnthropicVendor();
  private readonly openAi = new OpenAiVendor();

  constructor(scenario: Scenario) {
    this.script = new Script(scenario);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '', 'http://localhost').pathname;
    const ofAnthropic = request.headers['anthropic-version'] !== undefined;
    const vendor = ofAnthropic ? this.anthropic : this.openAi;
    if (!hasKey(request)) return sendJson(response, 401, vendor.errorOf(401, 'invalid API key'));
    if (request.method === 'GET') return this.describe(path, vendor, response);
    if (path !== (ofAnthropic ? '/v1/messages' : '/v1/responses')) {
      return sendJson(response, 404, vendor.errorOf(404, `no such path: ${path}`));
    }
    const body = (await json(request)) as RequestBody;
    const role = roleOf(path, body);
    const outcome = await this.play(role, vendor, body, response);
    const bytes = Buffer.byteLength(JSON.stringify(body));
    this.exchanges.push({ role, path, headers: request.headers, body, bytes, ...outcome });
  }

  private describe(path: string, vendor: Vendor, response: ServerResponse): void {
    const model = decodeURIComponent(/^\/v1\/models\/([^/]+)$/.exec(path)?.[1] ?? '');
    if (this.script.isSilentAbout(model)) return;
    if (model === '' || !this.script.knows(model)) {
      return sendJson(response, 404, vendor.errorOf(404, `model: ${model}`, 'model_not_found'));
    }
    sendJson(response, 200, { id: model, type: 'model', object: 'model', display_name: model });
  }

  private async play(
    role: ScriptedRole,
    vendor: Vendor,
    body: RequestBody,
    response: ServerResponse,
  ): Promise<Outcome> {
    const refused = vendor.refusalOf(body);
    if (refused !== null) {
      sendJson(response, 400, vendor.errorOf(400, refused));
      return { answered: '400', reply: null };
    }
    const answer = this.script.answerTo(role, body);
    if ('fault' in answer) return { answered: fail(response, vendor, body, answer), reply: null };
    if ('delayMs' in answer) await delay(answer.delayMs, undefined, { ref: false });
    const message = vendor.messageOf(body, answer);
    const reply = vendor.jsonOf(message);
    if (body['stream'] === true) {
      writeEvents(response, vendor.eventsOf(message));
      response.end();
    } else {
      sendJson(response, 200, reply);
    }
    return { answered: 'ok', reply };
  }
}
