import { join } from 'node:path';
import { AppProcess } from './processes/app-process';
import { freePorts } from './processes/free-ports';

/** Where an orchestrator of a test lives. */
export interface OrchestratorPlace {
  /** Its data, its ledger and its temporary files lie below. */
  readonly dir: string;
  readonly catalog: string;
  readonly brokerUri: string;
  readonly ledgerFile: string;
  /** What differs from a SQLite ledger and no model. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly apps?: string;
}

/** Nobody listens there: these tests route no task by a model. */
const NO_MODEL = 'http://127.0.0.1:9';

/** The built orchestrator. With a catalog of no repository every task ends as a question. */
export async function newOrchestrator(place: OrchestratorPlace): Promise<AppProcess> {
  const [port = 0] = await freePorts(1);
  return new AppProcess({
    app: 'orchestrator',
    apps: place.apps,
    url: `http://127.0.0.1:${port}`,
    variables: {
      HEALTH_PORT: String(port),
      TMPDIR: place.dir,
      BROKER_URI: place.brokerUri,
      DATABASE_URL: `file:${place.ledgerFile}`,
      ANTON_DATA_DIR: join(place.dir, 'orchestrator'),
      ANTON_CATALOG_DIR: place.catalog,
      ANTON_RETRY_STEPS: '1,1,1',
      ANTON_MAX_WAITING: '100000',
      ANTHROPIC_API_KEY: 'canary-anthropic-key',
      ANTHROPIC_BASE_URL: NO_MODEL,
      OPENAI_API_KEY: 'canary-openai-key',
      OPENAI_BASE_URL: NO_MODEL,
      ...place.variables,
    },
  });
}
