import { readFile } from 'node:fs/promises';
import { PermanentError } from '@anton/contracts';
import type { DemoCertificate } from './demo-certificate';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MS = 10_000;

/** Where the certificate goes: a Secret beside the servers, the authority to whoever has to trust it. */
export interface CertificatePlaces {
  readonly server: string;
  readonly clients: readonly string[];
}

/** The API server did not take an object. */
class NotPublishedError extends PermanentError {
  constructor(what: string, status: number, text: string) {
    super(`${what} was not created: ${status} ${text.slice(0, 300)}`, {
      code: 'demo_certificate_not_published',
      remedy: 'Look at the Role demo-certificate of manifests/overlays/demo, and at the policies of its Pod.',
    });
  }
}

/** Creates one object; one that is there already stays. @throws NotPublishedError */
async function create(path: string, body: object, token: string): Promise<'created' | 'was there'> {
  const answer = await fetch(`https://kubernetes.default.svc/api/v1/namespaces/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (answer.status === 409) return 'was there';
  if (!answer.ok) throw new NotPublishedError(path, answer.status, await answer.text());
  return 'created';
}

/**
 * Hands the certificate over: Secret `demo-tls`, ConfigMaps `anton-ca`. When the Secret is there already nothing else is
 * done, for its authority is another one. Runs in a Pod with NODE_EXTRA_CA_CERTS of its ServiceAccount.
 */
export async function publishCertificate(
  { authority, certificate, key }: DemoCertificate,
  { server, clients }: CertificatePlaces,
): Promise<'created' | 'was there'> {
  const token = await readFile(`${ACCOUNT}/token`, 'utf8');
  const metadata = (name: string) => ({ name, labels: { 'app.kubernetes.io/part-of': 'anton' } });
  const secret = {
    metadata: metadata('demo-tls'),
    type: 'kubernetes.io/tls',
    stringData: { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority },
  };
  if ((await create(`${server}/secrets`, secret, token)) === 'was there') return 'was there';
  const map = { metadata: metadata('anton-ca'), data: { 'ca.crt': authority } };
  for (const namespace of clients) await create(`${namespace}/configmaps`, map, token);
  return 'created';
}
