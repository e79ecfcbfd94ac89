import { BadEnvironmentError } from './bad-environment.error';

const PURPOSE =
  'where the broker or the database is; ANTON_QUEUE=embedded works without, on one machine only';

/**
 * Nothing falls back silently: without the embedded queue every address must be given. This build has no adapter for
 * RabbitMQ and PostgreSQL yet, so given addresses are refused as well, in so many words.
 * @throws BadEnvironmentError
 */
export function refuseMissingBroker(
  queue: 'rabbitmq' | 'embedded',
  addresses: Readonly<Record<string, string | undefined>>,
): void {
  if (queue === 'embedded') return;
  const missing = Object.entries(addresses).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw new BadEnvironmentError(missing.map(([name]) => ({ name, problem: 'missing', purpose: PURPOSE })));
  }
  const problem = 'rabbitmq is not part of this build; set it to embedded';
  throw new BadEnvironmentError([{ name: 'ANTON_QUEUE', problem, purpose: undefined }]);
}
