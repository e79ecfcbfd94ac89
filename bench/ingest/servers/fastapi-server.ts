import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { freePorts } from '../../../test/support/processes/free-ports';
import type { Versions } from '../../harness/versions';
import { SECRETS } from '../deliveries/signed-requests';
import { ServerProcess } from './server-process';
import type { ServerPlace } from './server-place';

const QUEUE = 'bench.fastapi.tasks';
const NAMED = ['python', 'fastapi', 'uvicorn', 'aio-pika'];

/** FastAPI and aio-pika as they are usually written, on one uvicorn worker with its defaults. */
export async function startFastapi(bin: string, { brokerUri, folder }: ServerPlace): Promise<ServerProcess> {
  const [port = 0] = await freePorts(1);
  return ServerProcess.start({
    name: 'fastapi',
    queue: QUEUE,
    program: join(bin, 'uvicorn'),
    args: [
      'main:app',
      '--app-dir',
      'bench/ingest/servers/fastapi',
      '--host',
      '127.0.0.1',
      '--port',
      `${port}`,
    ],
    env: { BROKER_URI: brokerUri, SECRET_DATADOG: SECRETS.datadog, PYTHONDONTWRITEBYTECODE: '1' },
    port,
    folder,
  });
}

/** What it runs on. */
export function fastapiVersions(bin: string): Versions {
  const program =
    'import json, platform, importlib.metadata as m, sys; ' +
    'print(json.dumps({n: platform.python_version() if n == "python" else m.version(n) for n in sys.argv[1:]}))';
  const printed = execFileSync(join(bin, 'python'), ['-c', program, ...NAMED], { encoding: 'utf8' });
  return JSON.parse(printed) as Versions;
}
