import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { startPostgres, type Postgres } from '../../../test/support/postgres/postgres';
import { startBroker, type Broker } from '../../../test/support/rabbitmq/broker';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { ModelClock } from './model-clock';

const ROUTE = {
  verdict: 'fix',
  template: 'node-service',
  skills: [],
  complexity: 'small',
  risk: 'low',
  confidence: 0.9,
  reason: 'a stack trace in our own code',
  question: '',
};

/** What every orchestrator of a run uses: RabbitMQ, PostgreSQL and a model that answers at once. */
export class Servers {
  private constructor(
    readonly broker: Broker,
    readonly postgres: Postgres,
    readonly models: ScriptedModels,
    readonly clock: ModelClock,
  ) {}

  /** @throws InvalidRunError when one of them is missing or does not start */
  static async start(): Promise<Servers> {
    const clock = new ModelClock();
    const answer = (body: Parameters<ModelClock['note']>[0]) => {
      clock.note(body);
      return { json: ROUTE };
    };
    try {
      const [broker, postgres, models] = await Promise.all([
        startBroker(),
        startPostgres(),
        startScriptedModels({ router: [answer] }),
      ]);
      clock.start();
      return new Servers(broker, postgres, models, clock);
    } catch (error) {
      throw new InvalidRunError(String(error), 'Install RabbitMQ and PostgreSQL, or free the machine.');
    }
  }

  async versions(): Promise<Record<string, string>> {
    const [row] = await this.postgres.query('show server_version');
    const rabbitmq = await this.broker.ctl('version');
    return { rabbitmq: rabbitmq.trim(), postgresql: String(row?.['server_version']).split(' ')[0] ?? '' };
  }

  async stop(): Promise<void> {
    this.clock.stop();
    await Promise.all([this.broker.stop(), this.postgres.stop(), this.models.close()]);
  }
}
