import type { Socket } from 'node:net';

interface Connection {
  readonly key: string;
  /** Whole requests that are not answered yet. */
  atWork: number;
  hasServed: boolean;
}

/** The connections that are served, in the order in which they came. */
export class OpenConnections {
  private readonly connections = new Map<Socket, Connection>();
  private readonly perKey = new Map<string, number>();

  get size(): number {
    return this.connections.size;
  }

  /** How many belong to a key. */
  of(key: string): number {
    return this.perKey.get(key) ?? 0;
  }

  add(socket: Socket, key: string): void {
    this.connections.set(socket, { key, atWork: 0, hasServed: false });
    this.perKey.set(key, this.of(key) + 1);
    socket.once('close', () => this.remove(socket));
  }

  began(socket: Socket): void {
    const connection = this.connections.get(socket);
    if (connection === undefined) return;
    connection.atWork += 1;
    connection.hasServed = true;
  }

  ended(socket: Socket): void {
    const connection = this.connections.get(socket);
    if (connection !== undefined) connection.atWork -= 1;
  }

  /** Takes out the oldest that has not sent a whole request yet, else the oldest that waits for its next one. */
  takeIdle(): { readonly socket: Socket; readonly hasServed: boolean } | undefined {
    let waiting: Socket | undefined;
    for (const [socket, { atWork, hasServed }] of this.connections) {
      if (atWork > 0) continue;
      if (hasServed) waiting ??= socket;
      else return this.take(socket, false);
    }
    return waiting === undefined ? undefined : this.take(waiting, true);
  }

  private take(socket: Socket, hasServed: boolean): { readonly socket: Socket; readonly hasServed: boolean } {
    this.remove(socket);
    return { socket, hasServed };
  }

  private remove(socket: Socket): void {
    const connection = this.connections.get(socket);
    if (connection === undefined) return;
    this.connections.delete(socket);
    const left = this.of(connection.key) - 1;
    if (left > 0) this.perKey.set(connection.key, left);
    else this.perKey.delete(connection.key);
  }
}
