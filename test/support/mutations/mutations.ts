/** A line that is taken out or changed, and the specs of which at least one must notice. */
export interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly specs: readonly Spec[];
}

/** One run of the test runner. */
export interface Spec {
  readonly project: 'unit' | 'promises';
  readonly file: string;
  /** Part of the names of its tests. */
  readonly tests?: string;
}

const RABBITMQ = 'libs/queue/src/adapters/rabbitmq';
const FAULTS = 'test/broker-faults.promise-spec.ts';

const wire: Spec = { project: 'promises', file: FAULTS, tests: 'on the wire' };
const unroutable: Spec = { project: 'promises', file: FAULTS, tests: 'the bindings of orchestrator_queue:' };
const late: Spec = {
  project: 'promises',
  file: 'test/task-queue-rabbitmq.promise-spec.ts',
  tests: 'refuses in time when nothing can be written',
};
const topology: Spec = { project: 'unit', file: `${RABBITMQ}/topology.spec.ts` };
const answers: Spec = { project: 'unit', file: 'libs/stations/intake/src/http/answers.spec.ts' };

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'published without `persistent`',
    file: `${RABBITMQ}/confirmed-publisher.ts`,
    from: 'persistent: true, mandatory: true',
    to: 'mandatory: true',
    specs: [wire],
  },
  {
    name: 'published without `mandatory`',
    file: `${RABBITMQ}/confirmed-publisher.ts`,
    from: 'persistent: true, mandatory: true',
    to: 'persistent: true',
    specs: [unroutable],
  },
  {
    name: 'publishes without a timeout',
    file: `${RABBITMQ}/confirmed-publisher.ts`,
    from: 'if (publish.isLate === true || publish.isPatient()) continue;',
    to: 'if (publish.isLate !== null) continue;',
    specs: [late],
  },
  {
    name: 'returned messages are not listened to',
    file: `${RABBITMQ}/confirmed-publisher.ts`,
    from: "channel.on('return', (message) => this.returned(message));",
    to: "channel.on('return', (message) => void (message.content.length < 0 && this.returned(message)));",
    specs: [unroutable],
  },
  {
    name: 'signatures over JSON that was written again',
    file: 'libs/stations/intake/src/http/delivery-request.ts',
    from: 'rawBody: request.body ?? Buffer.alloc(0)',
    to: "rawBody: Buffer.from(JSON.stringify(JSON.parse(String(request.body ?? 'null'))))",
    specs: [answers],
  },
  {
    name: 'an alternate exchange that takes what nobody receives',
    file: `${RABBITMQ}/topology.ts`,
    from: "await channel.assertExchange(EXCHANGE, 'topic', { durable: true });",
    to: [
      "await channel.assertExchange(EXCHANGE, 'topic', { durable: true, alternateExchange: 'amq.fanout' });",
      "await channel.assertQueue('unrouted', { durable: true });",
      "await channel.bindQueue('unrouted', 'amq.fanout', '');",
    ].join('\n  '),
    specs: [topology, unroutable],
  },
];
