import { join } from 'node:path';
import { SECRETS } from './load/signed-webhook';
import { AppProcess } from './processes/app-process';
import { freePorts } from './processes/free-ports';

/** Where an ingester of a test lives. */
export interface IngesterPlace {
  /** Its data and its temporary files lie below. */
  readonly dir: string;
  readonly catalog: string;
  readonly brokerUri: string;
  /** What else is set; the secrets that senders know when nothing is said. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The built ingester on a free port that it keeps over restarts. All senders are one address here: no limit of those. */
export async function newIngester({
  dir,
  catalog,
  brokerUri,
  variables = SECRETS,
}: IngesterPlace): Promise<AppProcess> {
  const [port = 0] = await freePorts(1);
  return new AppProcess({
    app: 'ingester',
    url: `http://127.0.0.1:${port}`,
    variables: {
      ...variables,
      PORT: String(port),
      TMPDIR: dir,
      BROKER_URI: brokerUri,
      ANTON_DATA_DIR: join(dir, 'ingester'),
      ANTON_CATALOG_DIR: catalog,
      ANTON_MAX_CONNECTIONS_PER_ADDRESS: '0',
      ANTON_RATE_PER_ADDRESS: '0',
    },
  });
}
