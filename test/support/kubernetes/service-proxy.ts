import { request, type RequestOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import type { KubeConfig } from '@kubernetes/client-node';

/** A request to a Service of a cluster. */
export interface ServiceCall {
  readonly namespace: string;
  readonly service: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Posted when there is one. */
  readonly body?: string;
}

/** What a Service answered. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

/** Calls port 80 of Services through the API server, which whoever runs the tests can reach wherever the cluster is. */
export class ServiceProxy {
  constructor(private readonly config: KubeConfig) {}

  async call({ namespace, service, path, headers = {}, body }: ServiceCall): Promise<ServiceAnswer> {
    const server = new URL(this.config.getCurrentCluster()?.server ?? '');
    const options: RequestOptions = {
      hostname: server.hostname,
      port: server.port,
      path: `/api/v1/namespaces/${namespace}/services/${service}:80/proxy${path}`,
      method: body === undefined ? 'GET' : 'POST',
      headers,
      timeout: 20_000,
    };
    await this.config.applyToHTTPSOptions(options);
    return new Promise((resolve, reject) => {
      const asked = request(options, (answer) => {
        const { statusCode: status = 0 } = answer;
        text(answer).then((whole) => resolve({ status, body: whole }), reject);
      });
      asked.on('error', reject).on('timeout', () => asked.destroy(new Error('no answer within 20 s')));
      asked.end(body);
    });
  }
}
