import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultPlan, type ApiRequest, type PlannedFault, type WatchFault } from './api-fault';
import { API_KINDS, type ApiKind, type ApiObject } from './api-object';
import { ObjectStore } from './object-store';
import { WatchStream } from './watch-stream';

const PATH = /^\/(?:api\/v1|apis\/batch\/v1)\/namespaces\/[^/]+\/([a-z]+)(?:\/([^/]+))?$/;
const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
const REASONS: Readonly<Record<number, string>> = {
  404: 'NotFound',
  409: 'AlreadyExists',
  429: 'TooManyRequests',
};

function verbOf(method: string, name: string | undefined, isWatch: boolean): ApiRequest['verb'] {
  if (method === 'POST') return 'create';
  if (method === 'PATCH') return 'patch';
  if (method === 'DELETE') return 'delete';
  if (isWatch) return 'watch';
  return name === undefined ? 'list' : 'get';
}

const WRITES: readonly ApiRequest['verb'][] = ['create', 'patch', 'delete'];

/** How the server behaves when it is healthy. */
export interface ScriptedKubernetesOptions {
  /** How long a write takes, in milliseconds: a real one waits for its disk. Default 0. */
  readonly writeMs?: number;
}

interface AccessReview {
  readonly spec: {
    readonly resourceAttributes: {
      readonly verb: string;
      readonly resource: string;
      readonly subresource?: string;
    };
  };
}

interface ApiCall {
  readonly answer: ServerResponse;
  /** The answer gets lost on its way. */
  readonly isLost: boolean;
  readonly kind: ApiKind;
  readonly verb: ApiRequest['verb'];
  readonly name: string;
  readonly body: string;
  readonly url: URL;
}

/**
 * A small API server on a free port of 127.0.0.1 for what a healthy one never does. It keeps Jobs, Pods and ConfigMaps
 * of one namespace and knows no controller: whoever uses it moves its objects through `store`.
 */
export class ScriptedKubernetes {
  readonly store = new ObjectStore();
  readonly requests: ApiRequest[] = [];
  /** What whoever asks may not do, each as `verb resource`; everything else is allowed. */
  readonly denied = new Set<string>();
  private readonly faults = new FaultPlan();
  private readonly streams = new Set<WatchStream>();

  private constructor(
    private readonly server: Server,
    private readonly writeMs: number,
  ) {}

  static async start({ writeMs = 0 }: ScriptedKubernetesOptions = {}): Promise<ScriptedKubernetes> {
    const server = createServer();
    const scripted = new ScriptedKubernetes(server, writeMs);
    server.on('request', (request, answer) => void scripted.handle(request, answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** The text of a kubeconfig file for this server. */
  get kubeconfig(): string {
    const server = `http://127.0.0.1:${this.port}`;
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'scripted', cluster: { server, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'nobody', user: {} }],
      contexts: [{ name: 'scripted', context: { cluster: 'scripted', user: 'nobody' } }],
      'current-context': 'scripted',
    });
  }

  /** Plans a fault for requests to come. */
  fail(fault: PlannedFault): void {
    this.faults.add(fault);
  }

  /** Does something to all watches that are open, and returns how many that were. */
  failWatches(fault: WatchFault): number {
    const open = [...this.streams];
    for (const stream of open) stream.fail(fault);
    return open.length;
  }

  get openWatches(): number {
    return this.streams.size;
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, kind, name] = PATH.exec(url.pathname) ?? [];
    const known = API_KINDS.find((candidate) => candidate === kind);
    const method = request.method ?? 'GET';
    const verb = verbOf(method, name, url.searchParams.get('watch') === 'true');
    const seen: ApiRequest = { method, path: url.pathname, verb };
    this.requests.push(seen);
    const body = await text(request).catch(() => '');
    if (this.writeMs > 0 && WRITES.includes(verb)) await delay(this.writeMs, undefined, { ref: false });
    const fault = this.faults.take(seen);
    switch (fault?.kind) {
      case 'reset':
        answer.destroy();
        return;
      case 'silence':
        return;
      case 'status':
        if (fault.retryAfterSeconds !== undefined)
          answer.setHeader('retry-after', String(fault.retryAfterSeconds));
        this.refuse(answer, fault.status, fault.message ?? 'as the script says');
        return;
      case 'lost':
      case undefined:
        if (url.pathname === REVIEWS) this.review(answer, body);
        else if (known === undefined) this.refuse(answer, 404, 'no such path');
        else if (verb === 'watch') this.watch(answer, known, url.searchParams);
        else
          this.serve({ answer, isLost: fault !== undefined, kind: known, verb, name: name ?? '', body, url });
    }
  }

  private review(answer: ServerResponse, body: string): void {
    const review = JSON.parse(body) as AccessReview;
    const { verb, resource, subresource } = review.spec.resourceAttributes;
    const what = `${verb} ${resource}${subresource === undefined ? '' : `/${subresource}`}`;
    const status = { allowed: !this.denied.has(what) };
    answer
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ ...review, kind: 'SelfSubjectAccessReview', status }));
  }

  private watch(answer: ServerResponse, kind: ApiKind, query: URLSearchParams): void {
    const since = Number(query.get('resourceVersion') ?? 0);
    const seconds = Number(query.get('timeoutSeconds') ?? 300);
    const stream: WatchStream = new WatchStream(answer, this.store, kind, since, seconds, () =>
      this.streams.delete(stream),
    );
    this.streams.add(stream);
  }

  private serve(call: ApiCall): void {
    const result = this.act(call);
    if (call.isLost) call.answer.destroy();
    else if (typeof result === 'number') this.refuse(call.answer, result, `${call.kind} ${call.name}`);
    else call.answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  private act({ kind, verb, name, body, url }: ApiCall): object | number {
    switch (verb) {
      case 'create':
        return this.store.create(kind, JSON.parse(body) as ApiObject) ?? 409;
      case 'patch': {
        const patch = JSON.parse(body) as Partial<ApiObject>;
        return this.isOther(kind, name, patch.metadata?.uid)
          ? 409
          : (this.store.patch(kind, name, patch) ?? 404);
      }
      case 'delete': {
        const { preconditions } = JSON.parse(body === '' ? '{}' : body) as {
          preconditions?: { uid?: string };
        };
        return this.isOther(kind, name, preconditions?.uid) ? 409 : (this.store.delete(kind, name) ?? 404);
      }
      case 'get':
        return this.store.find(kind, name) ?? 404;
      case 'list':
      case 'watch': {
        const metadata = { resourceVersion: String(this.store.latestVersion) };
        const items = this.store.list(kind, url.searchParams.get('labelSelector') ?? '');
        return { kind: 'List', apiVersion: 'v1', metadata, items };
      }
    }
  }

  /** The object of this name is not the one that was meant. */
  private isOther(kind: ApiKind, name: string, uid: string | undefined): boolean {
    const found = this.store.find(kind, name);
    return uid !== undefined && found !== undefined && found.metadata.uid !== uid;
  }

  private refuse(answer: ServerResponse, code: number, message: string): void {
    const reason = REASONS[code] ?? 'InternalError';
    const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message };
    answer.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}
