import { missingQueues } from '@anton/queue';
import { failure } from './failure';
import { good, warning, type Finding } from './finding';

/** Whether RabbitMQ can be reached with these credentials, and has Anton's queues. Declares nothing. */
export async function checkBroker(uri: string): Promise<Finding> {
  try {
    const missing = await missingQueues(uri);
    if (missing.length === 0) return good('broker', 'RabbitMQ answers, its queues are there');
    return warning(
      'broker',
      `RabbitMQ answers and lacks ${missing.join(', ')}`,
      'Start the ingester or the orchestrator once: they declare what is missing.',
    );
  } catch (error) {
    const { password } = new URL(uri);
    const remedy = 'Check BROKER_URI: host, port, user, password and virtual host.';
    return { ...failure('broker', error, remedy, [password, decodeURIComponent(password)]), remedy };
  }
}
