import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let bundle: string | undefined;

/**
 * A file with every certificate that this process trusts, for programs that take such a file instead of the machine's
 * own: only where NODE_EXTRA_CA_CERTS adds some. It goes with the process.
 */
export function certificateBundle(): string | undefined {
  if (bundle !== undefined || !process.env['NODE_EXTRA_CA_CERTS']) return bundle;
  const { getCACertificates } = process.getBuiltinModule('node:tls');
  const kinds = ['bundled', 'system', 'extra'] as const;
  const certificates = new Set(kinds.flatMap((kind) => getCACertificates(kind)));
  const folder = mkdtempSync(join(tmpdir(), 'anton-certificates-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  bundle = join(folder, 'all.pem');
  writeFileSync(bundle, `${[...certificates].map((text) => text.trim()).join('\n')}\n`);
  return bundle;
}
