/** What one write to a server asks for: a name that is the same in every life of a process. */
export interface WireCall {
  readonly name: string;
  /** False for what only asks. */
  readonly isChange: boolean;
  /** False when the server says nothing to it. */
  readonly isAnswered: boolean;
}

/** Finds the calls in what is written to one connection. */
export type WireReader = (bytes: Buffer) => readonly WireCall[];

const REQUEST = /(?:^|\n)([A-Z]+) (\/\S*) HTTP\/1\.1\r\n/g;

/** One call for each request; its name is the method and the path. */
export function httpReader(server: string): WireReader {
  return (bytes) =>
    [...bytes.toString('latin1').matchAll(REQUEST)].map(([, method = '', target = '']) => {
      const url = new URL(target, 'http://localhost');
      const watch = url.searchParams.get('watch') === 'true' ? ' watch' : '';
      const name = `${server}: ${method} ${url.pathname}${watch}`;
      return { name, isChange: method !== 'GET', isAnswered: true };
    });
}

/** Names of the methods by class and number, https://www.rabbitmq.com/amqp-0-9-1-reference */
const METHODS: Readonly<Record<string, string>> = {
  '10.11': 'connection.start-ok',
  '10.31': 'connection.tune-ok',
  '10.40': 'connection.open',
  '20.10': 'channel.open',
  '40.10': 'exchange.declare',
  '50.10': 'queue.declare',
  '50.20': 'queue.bind',
  '60.10': 'basic.qos',
  '60.20': 'basic.consume',
  '60.40': 'basic.publish',
  '60.80': 'basic.ack',
  '60.120': 'basic.nack',
  '85.10': 'confirm.select',
};
const ACKS = ['basic.ack', 'basic.nack'];
const CHANGES = [...ACKS, 'basic.publish'];
const METHOD_FRAME = 1;
const FRAME_EXTRA = 8;

/** One call for each method; content and heartbeats are none. A method of another name is called by its number. */
export function amqpReader(server: string): WireReader {
  return (bytes) => {
    const calls: WireCall[] = [];
    let at = bytes.subarray(0, 4).toString('latin1') === 'AMQP' ? 8 : 0;
    for (; at + FRAME_EXTRA <= bytes.length; at += FRAME_EXTRA + bytes.readUInt32BE(at + 3)) {
      if (bytes[at] !== METHOD_FRAME) continue;
      const number = `${bytes.readUInt16BE(at + 7)}.${bytes.readUInt16BE(at + 9)}`;
      const method = METHODS[number] ?? number;
      const isChange = CHANGES.includes(method);
      calls.push({ name: `${server}: ${method}`, isChange, isAnswered: !ACKS.includes(method) });
    }
    return calls;
  };
}
