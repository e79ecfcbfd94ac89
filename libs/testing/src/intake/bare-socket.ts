import { connect, type Socket } from 'node:net';

/** A connection without any HTTP of its own. */
export interface BareSocket {
  readonly socket: Socket;
  /** What has come back so far. */
  text(): string;
  /** Everything that came back, once the connection has ended, cut off or not. */
  readonly ended: Promise<string>;
}

/** Connects to a port of loopback and sends `parts`; `from` is the address it comes from. Never fails: what is cut off ends. */
export function openSocket(
  port: number,
  parts: readonly (string | Buffer)[] = [],
  from = '127.0.0.1',
): BareSocket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  const received: Buffer[] = [];
  const text = (): string => Buffer.concat(received).toString('utf8');
  socket.on('data', (chunk) => void received.push(chunk));
  const ended = new Promise<string>((resolve) =>
    socket.on('error', () => undefined).once('close', () => resolve(text())),
  );
  for (const part of parts) socket.write(part);
  return { socket, text, ended };
}

/** Sends bytes over a bare socket and gives everything that comes back until the connection ends. */
export function exchangeBytes(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  return openSocket(port, parts).ended;
}
