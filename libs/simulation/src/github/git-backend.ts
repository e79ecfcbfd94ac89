import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, dirname } from 'node:path';
import type { Readable } from 'node:stream';

/** What a request to a repository means to `git http-backend`. */
export interface GitBackendCall {
  readonly bareDir: string;
  /** What follows the repository's name, e.g. `/info/refs`. */
  readonly service: string;
  readonly search: URLSearchParams;
  readonly hooksDir: string;
  /** Handed to the hooks. */
  readonly protectedBranches: readonly string[];
}

/** The variables of CGI (RFC 3875) that git reads. */
function environment(request: IncomingMessage, call: GitBackendCall): Record<string, string> {
  const { headers } = request;
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    GIT_PROJECT_ROOT: dirname(call.bareDir),
    PATH_INFO: `/${basename(call.bareDir)}${call.service}`,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.hooksPath',
    GIT_CONFIG_VALUE_0: call.hooksDir,
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    PROTECTED_BRANCHES: call.protectedBranches.map((branch) => `refs/heads/${branch}`).join(' '),
    REMOTE_USER: 'anton',
    REQUEST_METHOD: request.method ?? 'GET',
    QUERY_STRING: call.search.toString(),
    CONTENT_TYPE: headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: String(headers['content-encoding'] ?? ''),
    ...(headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: headers['content-length'] }),
  };
}

/** Reads the header block of a CGI answer; what follows stays in the stream. */
async function readHeader(output: Readable): Promise<Map<string, string>> {
  let seen = Buffer.alloc(0);
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    seen = Buffer.concat([seen, chunk as Buffer]);
    const end = seen.indexOf('\r\n\r\n');
    if (end === -1) continue;
    output.unshift(seen.subarray(end + 4));
    const lines = seen.subarray(0, end).toString().split('\r\n');
    return new Map(lines.map((line) => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]));
  }
  return new Map([['Status', '500 git http-backend gave no answer']]);
}

/** Runs `git http-backend` for one request; git itself speaks the protocol. */
export async function serveGit(
  request: IncomingMessage,
  response: ServerResponse,
  call: GitBackendCall,
): Promise<number> {
  const backend = spawn('git', ['http-backend'], {
    env: environment(request, call),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  backend.stdin.on('error', () => request.unpipe(backend.stdin));
  request.pipe(backend.stdin);
  const header = await readHeader(backend.stdout);
  const status = Number.parseInt(header.get('Status') ?? '200', 10);
  header.delete('Status');
  response.writeHead(status, Object.fromEntries(header));
  backend.stdout.pipe(response);
  return status;
}
