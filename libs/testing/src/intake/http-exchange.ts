import { request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request to an intake; its body is sent in chunks when it is a list, else with its length. */
export interface Exchange {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | readonly Buffer[];
  /** The address it comes from, e.g. `127.0.0.2`; default 127.0.0.1. */
  readonly from?: string;
}

/** What came back. */
export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

/** Sends a request exactly as it is described: nothing is added but what HTTP needs. */
export function exchange(
  port: number,
  { path, method = 'POST', headers = {}, body, from = '127.0.0.1' }: Exchange,
): Promise<ExchangeAnswer> {
  const chunks = body === undefined ? [] : Buffer.isBuffer(body) ? [body] : body;
  const length = Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {};
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        headers: { ...length, ...headers },
        agent: false,
        localAddress: from,
      },
      (response) => {
        buffer(response).then((bytes) => {
          const answer = bytes.toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: answer,
            json: JSON.parse(answer === '' ? '{}' : answer) as Record<string, unknown>,
          });
        }, reject);
      },
    );
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}
