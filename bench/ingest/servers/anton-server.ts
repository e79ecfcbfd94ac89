import { join } from 'node:path';
import { buildApplications } from '../../harness/build-applications';
import { SECRETS } from '../deliveries/signed-requests';
import { freePorts } from '../../../test/support/processes/free-ports';
import { ServerProcess } from './server-process';
import type { ServerPlace } from './server-place';

const INGESTER = 'dist/apps/ingester/main.js';
const QUEUE = 'orchestrator_queue';

/** All load comes from one address; the limits do their work, and are never reached. */
const NO_RATES = { ANTON_RATE_PER_ADDRESS: '1000000', ANTON_RATE_PER_SOURCE: '1000000' };

/** The built ingester on RabbitMQ with its defaults but for the rates. `profile` is a folder for a processor profile. */
export async function startAnton({ brokerUri, folder, profile }: ServerPlace): Promise<ServerProcess> {
  await buildApplications();
  const [port = 0] = await freePorts(1);
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  return ServerProcess.start({
    name: 'anton',
    queue: QUEUE,
    program: process.execPath,
    args: ['--no-warnings', ...profiling, INGESTER],
    env: {
      ANTON_QUEUE: 'rabbitmq',
      BROKER_URI: brokerUri,
      ANTON_DATA_DIR: join(folder, 'data'),
      ...NO_RATES,
      WEBHOOK_SECRET_DATADOG: SECRETS.datadog,
      WEBHOOK_SECRET_JIRA: SECRETS.jira,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    port,
    folder,
  });
}
