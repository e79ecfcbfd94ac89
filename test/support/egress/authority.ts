import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** A certificate for one host, and the authority that made it and that no machine knows. */
export interface Authority {
  /** The authority's certificate, PEM. */
  readonly file: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes both in `folder`, by openssl. */
export async function makeAuthority(folder: string, host: string): Promise<Authority> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => execa('openssl', args);
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...fresh,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-days',
    '2',
    '-subj',
    '/CN=ca of a test',
  );
  await openssl('req', ...fresh, '-keyout', at('host.key'), '-out', at('host.csr'), '-subj', `/CN=${host}`);
  writeFileSync(at('host.ext'), `subjectAltName=DNS:${host}\n`);
  const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', '2'];
  await openssl(
    'x509',
    '-req',
    '-in',
    at('host.csr'),
    ...signing,
    '-extfile',
    at('host.ext'),
    '-out',
    at('host.pem'),
  );
  return {
    file: at('ca.pem'),
    key: readFileSync(at('host.key'), 'utf8'),
    cert: readFileSync(at('host.pem'), 'utf8'),
  };
}
