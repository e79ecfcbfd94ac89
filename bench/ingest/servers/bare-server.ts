import { SECRETS } from '../deliveries/signed-requests';
import { BARE_QUEUE } from './bare/topology';
import { bundled } from './bundled';
import { freePorts } from '../../../test/support/processes/free-ports';
import { ServerProcess } from './server-process';
import type { ServerPlace } from './server-place';

/** Fastify and amqplib, and nothing else: what the work costs at least on Node. */
export async function startBare({ brokerUri, folder }: ServerPlace): Promise<ServerProcess> {
  const [port = 0] = await freePorts(1);
  return ServerProcess.start({
    name: 'bare',
    queue: BARE_QUEUE,
    program: process.execPath,
    args: ['--no-warnings', await bundled('bench/ingest/servers/bare/main.ts')],
    env: {
      BROKER_URI: brokerUri,
      PORT: String(port),
      SECRET_DATADOG: SECRETS.datadog,
      SECRET_JIRA: SECRETS.jira,
    },
    port,
    folder,
  });
}
