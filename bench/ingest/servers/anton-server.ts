import { join } from 'node:path';
import { execa } from 'execa';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { SECRETS } from '../deliveries/signed-requests';
import { freePorts } from '../../../test/support/processes/free-ports';
import { ServerProcess } from './server-process';
import type { ServerPlace } from './server-place';

const INGESTER = 'dist/apps/ingester/main.js';
const QUEUE = 'orchestrator_queue';

/** All load comes from one address; the limits do their work, and are never reached. */
const NO_RATES = { ANTON_RATE_PER_ADDRESS: '1000000', ANTON_RATE_PER_SOURCE: '1000000' };

async function build(): Promise<void> {
  const built = await execa('nest', ['build', 'ingester', '-b', 'rspack'], {
    preferLocal: true,
    reject: false,
  });
  if (built.exitCode !== 0)
    throw new InvalidRunError('the ingester does not build', `${built.stdout}\n${built.stderr}`);
}

/** The built ingester on RabbitMQ with its defaults but for the rates. `profile` is a folder for a processor profile. */
export async function startAnton({ brokerUri, folder, profile }: ServerPlace): Promise<ServerProcess> {
  await build();
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
