import type { ServerResponse } from 'node:http';

/** An answer of the API. */
export interface GitHubAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** The answers that GitHub gives for these statuses, word for word where `gh` shows or reads them. */
const MESSAGES: Readonly<Record<number, string>> = {
  401: 'Bad credentials',
  403: 'Resource not accessible by personal access token',
  404: 'Not Found',
  422: 'Validation Failed',
  429: 'API rate limit exceeded',
};

export function refusal(status: number): GitHubAnswer {
  return { status, body: { message: MESSAGES[status] ?? 'Server Error' } };
}

/** A GraphQL error: status 200, as GitHub does. */
export function graphQlError(type: string, message: string, data: unknown = null): GitHubAnswer {
  return { status: 200, body: { data, errors: [{ type, message }] } };
}

export function sendAnswer(response: ServerResponse, { status, body }: GitHubAnswer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}),
    ...(status === 429 ? { 'retry-after': '1' } : {}),
  });
  response.end(JSON.stringify(body));
}
