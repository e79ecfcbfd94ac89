import { checkBroker } from './check-broker';
import { checkCluster } from './check-cluster';
import { checkCollector } from './check-collector';
import { checkLedger } from './check-ledger';
import type { Finding } from './finding';
import type { ServiceEnvironment } from './service-environment';

/** Looks at every service that the environment names, all at once. */
export async function checkServices(environment: ServiceEnvironment | null): Promise<Finding[]> {
  if (environment === null) return [];
  const {
    BROKER_URI: broker,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    ANTON_NAMESPACE: namespace,
  } = environment;
  const checks: Promise<Finding | readonly Finding[]>[] = [checkLedger(environment)];
  if (environment.ANTON_QUEUE === 'rabbitmq' && broker !== undefined) checks.push(checkBroker(broker));
  if (environment.ANTON_EXECUTOR === 'kubernetes')
    checks.push(checkCluster({ namespace }, environment.ANTON_RUNNER_IMAGE));
  if (collector !== undefined) checks.push(checkCollector(collector));
  return (await Promise.all(checks)).flat();
}
