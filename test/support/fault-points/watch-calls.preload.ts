import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { WATCH_VARIABLE, type FaultPoint, type WatchOrder } from './fault-point';
import { postgresReader } from './postgres-calls';
import { amqpReader, httpReader, type WireCall, type WireReader } from './wire-calls';

/** What every write of Node ends in, with or without corking; not part of its types. */
interface RawSocket {
  _writeGeneric(this: Socket, isMany: boolean, data: unknown, encoding: string, done: Done): void;
}
type Done = (error?: Error | null) => void;
type Chunks = readonly { readonly chunk: Buffer | string; readonly encoding: BufferEncoding }[];

interface Connection {
  readonly read: WireReader;
  /** Calls that were sent and have no answer yet. */
  readonly sent: Passed[];
}

interface Passed extends WireCall {
  readonly number: number;
}

const READERS = {
  postgres: postgresReader,
  rabbitmq: amqpReader,
  kubernetes: httpReader,
  models: httpReader,
};

/**
 * Watches every call that this process makes to a server, whoever in it makes it, and ends the process by SIGKILL at
 * one of them. It stands between Node and the network, so that no code of the application knows of it.
 */
function watchCalls({ servers, journal, death }: WatchOrder): void {
  const connections = new WeakMap<Socket, Connection>();
  const counts = new Map<string, number>();
  const raw = Socket.prototype as unknown as RawSocket;
  const { _writeGeneric: write } = raw;
  const { connect, push } = Socket.prototype;

  const dieAt = (moment: FaultPoint['moment'], calls: readonly Passed[]): void => {
    const isDue = calls.some(({ name, number }) => name === death?.call && number === death.number);
    if (isDue && moment === death?.moment) process.kill(process.pid, 'SIGKILL');
  };
  const pass = (call: WireCall): Passed => {
    const number = (counts.get(call.name) ?? 0) + 1;
    counts.set(call.name, number);
    appendFileSync(journal, `${JSON.stringify(call)}\n`);
    return { ...call, number };
  };

  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const [first] = args.flat();
    const port = typeof first === 'object' && first !== null && 'port' in first ? first.port : first;
    const server = servers[Number(port)];
    if (server !== undefined) connections.set(this, { read: READERS[server](server), sent: [] });
    return Reflect.apply(connect, this, args) as Socket;
  };
  raw._writeGeneric = function (isMany, data, encoding, done) {
    const connection = this.connecting ? undefined : connections.get(this);
    if (connection === undefined) return write.call(this, isMany, data, encoding, done);
    const chunks = (isMany ? data : [{ chunk: data, encoding }]) as Chunks;
    const bytes = Buffer.concat(
      chunks.map(({ chunk, encoding: form }) =>
        typeof chunk === 'string' ? Buffer.from(chunk, form) : chunk,
      ),
    );
    const calls = connection.read(bytes).map(pass);
    dieAt('before', calls);
    connection.sent.push(...calls.filter(({ isAnswered }) => isAnswered));
    write.call(this, isMany, data, encoding, (error) => {
      dieAt(
        'after',
        calls.filter(({ isAnswered }) => !isAnswered),
      );
      done(error);
    });
  };
  Socket.prototype.push = function (this: Socket, chunk: unknown, encoding?: BufferEncoding) {
    dieAt('after', connections.get(this)?.sent.splice(0) ?? []);
    return push.call(this, chunk, encoding);
  };
}

const order = process.env[WATCH_VARIABLE];
if (order !== undefined) watchCalls(JSON.parse(order) as WatchOrder);
