import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A certificate for some names, and the authority that signed it and whose key is gone. PEM. */
export interface DemoCertificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

const DAYS = '3650';
const OPENSSL_MS = 30_000;
const CURVE = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes an authority that may sign nothing but `names`, and one certificate for them. Needs openssl. */
export async function makeDemoCertificate(names: readonly string[]): Promise<DemoCertificate> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-certificate-'));
  const openssl = (...args: string[]) =>
    execa('openssl', args, { cwd: dir, env: { RANDFILE: join(dir, '.rnd') }, timeout: OPENSSL_MS });
  const limits = names.map((name) => `permitted;DNS:${name}`).join(',');
  const leaf = `basicConstraints=critical,CA:FALSE\nsubjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\nextendedKeyUsage=serverAuth\n`;
  try {
    await writeFile(join(dir, 'leaf.cnf'), leaf);
    const isAuthority = [
      '-addext',
      'basicConstraints=critical,CA:TRUE',
      '-addext',
      'keyUsage=critical,keyCertSign',
      '-addext',
      `nameConstraints=critical,${limits}`,
    ];
    const subject = ['-subj', '/CN=Anton demo authority'];
    await openssl(
      'req',
      '-x509',
      ...CURVE,
      ...subject,
      ...isAuthority,
      '-days',
      DAYS,
      '-keyout',
      'ca.key',
      '-out',
      'ca.crt',
    );
    await openssl('req', ...CURVE, '-subj', '/CN=Anton demo', '-keyout', 'tls.key', '-out', 'leaf.csr');
    const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-set_serial', '1', '-extfile', 'leaf.cnf'];
    await openssl('x509', '-req', '-in', 'leaf.csr', ...signing, '-days', DAYS, '-out', 'tls.crt');
    const [authority, certificate, key] = await Promise.all(
      ['ca.crt', 'tls.crt', 'tls.key'].map((file) => readFile(join(dir, file), 'utf8')),
    );
    return { authority: authority ?? '', certificate: certificate ?? '', key: key ?? '' };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
