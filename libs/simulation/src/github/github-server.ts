import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { serveGit } from './git-backend';
import { refusal, sendAnswer, type GitHubAnswer } from './github-answer';
import { GitHubRepository, type GitHubPullRequest, type GitHubRepositoryOptions } from './github-repository';
import { readGitHubRequest, type GitHubRequest } from './github-request';
import { answerGraphQl, idOf, type GitHubRepositories } from './graphql';
import { makeHooks } from './protected-branch.hook';

/** A failure to play: `answer` is a status or silence; the first `times` requests that fit get it (default 1). */
export interface GitHubFault {
  readonly on: (request: GitHubRequest) => boolean;
  readonly answer: number | 'hang';
  readonly times?: number;
  /** The request has its effect, and only its answer is the failure. */
  readonly afterEffect?: boolean;
}

export interface GitHubServerOptions {
  readonly repositories: readonly GitHubRepositoryOptions[];
  /** Called while the client of a request waits for its answer. */
  readonly onRequest?: (request: GitHubRequest) => void;
  /** The name that clients know it by; default `github.localhost`. Any other one is a GitHub Enterprise, spoken to by TLS. */
  readonly host?: string;
  /** PEM; without it plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Where it listens; default: loopback, a free port. */
  readonly listen?: { readonly host: string; readonly port: number };
}

/**
 * A running server. `gh` and git reach it with `host` as their host and `proxyUrl` as their HTTP proxy: both take
 * plain HTTP for `*.localhost`. A repository's address is `${url}/${owner}/${name}.git`.
 */
export interface GitHubServer {
  readonly url: string;
  readonly host: string;
  readonly proxyUrl: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly GitHubRequest[];
  pullRequests(owner: string, name: string): readonly GitHubPullRequest[];
  fail(fault: GitHubFault): void;
  close(): Promise<void>;
}

const HOST = 'github.localhost';

function originOf({ host = HOST, tls }: GitHubServerOptions): string {
  return `${tls === undefined ? 'http' : 'https'}://${host}`;
}

const REPOSITORY = /^\/([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-upload-pack|git-receive-pack))$/;
const LABELS = /^\/repos\/([^/]+)\/([^/]+)\/issues\/(\d+)\/labels$/;

class Server implements GitHubRepositories {
  readonly requests: GitHubRequest[] = [];
  readonly repositories: readonly GitHubRepository[];
  private readonly faults: { readonly fault: GitHubFault; left: number }[] = [];

  constructor(
    private readonly options: GitHubServerOptions,
    private readonly hooksDir: string,
  ) {
    this.repositories = options.repositories.map((one) => new GitHubRepository(one, originOf(options)));
  }

  find(owner: string, name: string, token: string | null): GitHubRepository | null {
    const found = this.repositories.find(
      ({ options }) => options.owner === owner && options.name === name && options.token === token,
    );
    return found ?? null;
  }

  byId(id: string, token: string | null): GitHubRepository | null {
    const found = this.repositories.find((one) => idOf(one) === id && one.options.token === token);
    return found ?? null;
  }

  fail(fault: GitHubFault): void {
    this.faults.push({ fault, left: fault.times ?? 1 });
  }

  async answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readGitHubRequest(incoming);
    this.requests.push(request);
    this.options.onRequest?.(request);
    const fault = this.nextFault(request);
    if (fault?.afterEffect === true && request.kind === 'api') await this.api(request);
    if (fault?.answer === 'hang') return;
    if (fault !== undefined) return sendAnswer(response, refusal(fault.answer));
    if (request.kind === 'api') return sendAnswer(response, await this.api(request));
    await this.git(incoming, response, request);
  }

  private nextFault(request: GitHubRequest): GitHubFault | undefined {
    const entry = this.faults.find(({ fault, left }) => left > 0 && fault.on(request));
    if (entry !== undefined) entry.left -= 1;
    return entry?.fault;
  }

  private async api(request: GitHubRequest): Promise<GitHubAnswer> {
    if (!this.repositories.some(({ options }) => options.token === request.token)) return refusal(401);
    if (request.path === '/graphql') return answerGraphQl(this, request);
    const [, owner = '', name = '', number] = LABELS.exec(request.path) ?? [];
    const labels = request.body['labels'] as string[] | undefined;
    const labelled = this.find(owner, name, request.token)?.label(Number(number), labels ?? []);
    return labelled === undefined
      ? refusal(404)
      : { status: 200, body: labelled.labels.map((label) => ({ name: label })) };
  }

  private async git(
    incoming: IncomingMessage,
    response: ServerResponse,
    { path, search, token }: GitHubRequest,
  ): Promise<void> {
    const [, owner = '', name = '', service = ''] = REPOSITORY.exec(path) ?? [];
    if (!this.repositories.some(({ options }) => options.token === token))
      return sendAnswer(response, refusal(401));
    const repository = this.find(owner, name, token);
    if (repository === null) return sendAnswer(response, refusal(404));
    const { bareDir, protectedBranches = [] } = repository.options;
    await serveGit(incoming, response, {
      bareDir,
      service,
      search,
      hooksDir: this.hooksDir,
      protectedBranches,
    });
  }
}

/** Starts a GitHub: git by smart HTTP, and the API calls of `gh pr list`, `create`, `view` and of labels. */
export async function startGitHubServer(options: GitHubServerOptions): Promise<GitHubServer> {
  const hooksDir = await makeHooks();
  const server = new Server(options, hooksDir);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    server.answer(request, response).catch(() => {
      if (!response.headersSent) sendAnswer(response, refusal(500));
    });
  };
  const http = options.tls === undefined ? createServer(answer) : createTlsServer(options.tls, answer);
  const { host, port: wanted } = options.listen ?? { host: '127.0.0.1', port: 0 };
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(wanted, host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  return {
    url: originOf(options),
    host: options.host ?? HOST,
    proxyUrl: `http://127.0.0.1:${port}`,
    requests: server.requests,
    pullRequests: (owner, name) =>
      server.repositories.find(({ options: one }) => one.owner === owner && one.name === name)
        ?.pullRequests ?? [],
    fail: (fault) => server.fail(fault),
    close: async () => {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await rm(hooksDir, { recursive: true, force: true });
    },
  };
}
