import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { alarmFaults } from './support/faults/alarm.faults';
import { channelFaults } from './support/faults/channel.faults';
import { closingFaults } from './support/faults/closing.faults';
import { connectionFaults } from './support/faults/connection.faults';
import { consumerFaults } from './support/faults/consumer.faults';
import { deadLetterFaults } from './support/faults/dead-letter.faults';
import { FaultWorld } from './support/faults/fault-world';
import { killerFaults } from './support/faults/killer.faults';
import { poisonFaults } from './support/faults/poison.faults';
import { silenceFaults } from './support/faults/silence.faults';
import { topologyFaults } from './support/faults/topology.faults';
import { wireFaults } from './support/faults/wire.faults';
import { startBroker, type Broker } from './support/rabbitmq/broker';

let broker: Broker;
const world = new FaultWorld(() => broker);
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(async () => {
  await broker.stop();
  const slowest = Math.max(...world.recoveries) / 1000;
  process.stdout.write(
    `broker faults: ${world.recoveries.length} recoveries, the slowest after ${slowest.toFixed(1)} s; no unroutable message was answered as published\n`,
  );
});

describe('a fault of the broker', { timeout: 120_000 }, () => {
  beforeEach(async () => world.begin());
  afterEach(async () => world.end());

  wireFaults(world);
  alarmFaults(world);
  topologyFaults(world);
  consumerFaults(world);
  channelFaults(world);
  connectionFaults(world);
  deadLetterFaults(world, 60);
  poisonFaults(world);
  killerFaults(world);
  silenceFaults(world);
  closingFaults(world);
});
