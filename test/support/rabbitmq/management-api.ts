const AUTHORIZATION = `Basic ${Buffer.from('guest:guest').toString('base64')}`;
const TIMEOUT_MS = 15_000;

/** The HTTP API of the management plugin; a path is given in its segments, unescaped. */
export class ManagementApi {
  constructor(private readonly port: number) {}

  async get<T>(...path: readonly string[]): Promise<T> {
    const response = await this.send('GET', path);
    return (await response.json()) as T;
  }

  async put(path: readonly string[], body: object = {}): Promise<void> {
    await this.send('PUT', path, body);
  }

  async post(path: readonly string[], body: object = {}): Promise<void> {
    await this.send('POST', path, body);
  }

  async delete(...path: readonly string[]): Promise<void> {
    await this.send('DELETE', path);
  }

  private async send(method: string, path: readonly string[], body?: object): Promise<Response> {
    const url = `http://127.0.0.1:${this.port}/api/${path.map(encodeURIComponent).join('/')}`;
    const response = await fetch(url, {
      method,
      headers: { authorization: AUTHORIZATION, 'content-type': 'application/json', connection: 'close' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return response;
    throw new Error(`RabbitMQ refused ${method} ${url}: ${response.status} ${await response.text()}`);
  }
}
