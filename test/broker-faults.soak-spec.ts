import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { deadLetterFaults } from './support/faults/dead-letter.faults';
import { FaultWorld } from './support/faults/fault-world';
import { killerAmongNeighbours } from './support/faults/killer.faults';
import { reconnectFaults } from './support/faults/reconnect.faults';
import { startBroker, type Broker } from './support/rabbitmq/broker';

let broker: Broker;
const world = new FaultWorld(() => broker);
beforeAll(async () => {
  broker = await startBroker();
}, 120_000);
afterAll(async () => broker.stop(), 120_000);

describe('faults of the broker, again and again', { timeout: 1_800_000 }, () => {
  beforeEach(async () => world.begin());
  afterEach(async () => world.end(), 120_000);

  killerAmongNeighbours(world);
  deadLetterFaults(world, 1_000);
  reconnectFaults(world, 1_000);
});
