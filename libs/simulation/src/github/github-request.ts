import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request as the server saw it. `git` is the smart HTTP of a repository, `api` is REST and GraphQL. */
export interface GitHubRequest {
  readonly kind: 'git' | 'api';
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  /** The name of a GraphQL operation, e.g. `PullRequestCreate`; null otherwise. */
  readonly operation: string | null;
  /** The variables of a GraphQL operation, or the JSON body of a REST call. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The credential of a `token`, `Bearer` or `Basic` header; null without one. */
  readonly token: string | null;
}

interface GraphQlBody {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
}

function tokenOf(header: string | undefined): string | null {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  if (/^(?:token|bearer)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  return Buffer.from(value, 'base64').toString().split(':')[1] ?? null;
}

function operationOf(query: string | undefined): string | null {
  return /(?:query|mutation)\s+(\w+)/.exec(query ?? '')?.[1] ?? null;
}

/** The API of a GitHub Enterprise is a folder of its host; github.com has a host for it. */
const ENTERPRISE_API = /^\/api(?:\/v3)?(?=\/)/;

/** Reads a request that came directly or, in absolute form, through the server as its proxy. */
export async function readGitHubRequest(request: IncomingMessage): Promise<GitHubRequest> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
  const path = decodeURIComponent(url.pathname);
  const isApi = url.hostname.startsWith('api.') || ENTERPRISE_API.test(path);
  const seen = {
    method: request.method ?? 'GET',
    path: isApi ? path.replace(ENTERPRISE_API, '') : path,
    search: url.searchParams,
    token: tokenOf(request.headers.authorization),
  };
  if (!isApi) return { ...seen, kind: 'git', operation: null, body: {} };
  const raw = await text(request);
  const json = (raw === '' ? {} : JSON.parse(raw)) as GraphQlBody & Record<string, unknown>;
  const operation = operationOf(json.query);
  return { ...seen, kind: 'api', operation, body: operation === null ? json : (json.variables ?? {}) };
}
