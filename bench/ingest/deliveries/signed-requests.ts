import { createHmac } from 'node:crypto';

export type SourceName = 'datadog' | 'jira';

/** Secrets of this benchmark alone. */
export const SECRETS: Readonly<Record<SourceName, string>> = {
  datadog: 'bench-datadog-2f9d1c8a7b',
  jira: 'bench-jira-6e5b4a3f2d',
};

const SIGNATURE_HEADER: Readonly<Record<SourceName, string>> = {
  datadog: 'x-anton-signature',
  jira: 'x-hub-signature',
};

/** A POST that is ready to be sent, its signature computed beforehand. */
export interface SignedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a body as its source is signed: HMAC-SHA256 over the bytes. */
export function signedRequest(source: SourceName, body: string): SignedRequest {
  const signature = createHmac('sha256', SECRETS[source]).update(body).digest('hex');
  return {
    path: `/webhooks/${source}`,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'anton-bench',
      [SIGNATURE_HEADER[source]]: `sha256=${signature}`,
    },
    body,
  };
}
