import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A registry of npm and an index of pip with one package each, over plain HTTP at `address`. */
export interface PackageRegistry {
  readonly port: number;
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const WHEEL = 'anton_probe-1.0-py3-none-any.whl';
const MAKE_WHEEL = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('anton_probe.py', 'answer = 42')
    wheel.writestr('anton_probe-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: anton-probe\\nVersion: 1.0\\n')
    wheel.writestr('anton_probe-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('anton_probe-1.0.dist-info/RECORD', '')
`;

export async function startPackageRegistry(address: string, folder: string): Promise<PackageRegistry> {
  execFileSync('python3', ['-c', MAKE_WHEEL, join(folder, WHEEL)]);
  const manifest = { name: 'anton-probe', version: '1.2.3' };
  const pages: Readonly<Record<string, [type: string, body: string | Buffer]>> = {
    '/anton-probe': [
      'application/json',
      JSON.stringify({
        name: 'anton-probe',
        'dist-tags': { latest: '1.2.3' },
        versions: { '1.2.3': manifest },
      }),
    ],
    '/simple/anton-probe/': ['text/html', `<a href="/files/${WHEEL}">${WHEEL}</a>`],
    [`/files/${WHEEL}`]: ['application/octet-stream', readFileSync(join(folder, WHEEL))],
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const [type, body] = pages[request.url ?? ''] ?? [];
    if (type === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { 'content-type': type }).end(body);
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
