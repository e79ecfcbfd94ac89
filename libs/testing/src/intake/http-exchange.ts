import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** One request to an intake; its body is sent in chunks when it is a list, else with its length. */
export interface Exchange {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: Buffer | readonly Buffer[];
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
  { path, method = 'POST', headers = {}, body }: Exchange,
): Promise<ExchangeAnswer> {
  const chunks = body === undefined ? [] : Buffer.isBuffer(body) ? [body] : body;
  const length = Buffer.isBuffer(body) ? { 'content-length': String(body.length) } : {};
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path, method, headers: { ...length, ...headers }, agent: false },
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

/** Sends bytes over a bare socket and gives everything that comes back until the connection ends, cut off or not. */
export async function exchangeBytes(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => void received.push(chunk));
  const closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve));
  for (const part of parts) socket.write(part);
  await closed;
  return Buffer.concat(received).toString('utf8');
}
