import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What happens to the bytes of a link. `swallow` is a half-open connection: nothing arrives, nobody is told. */
export type Weather =
  | { readonly kind: 'pass' }
  | { readonly kind: 'swallow' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'truncate' };

/** One client's connection through the proxy. */
export class Link {
  private readonly server: Socket;
  private hasLostBytes = false;

  constructor(
    private readonly client: Socket,
    port: number,
    private readonly weather: () => Weather,
  ) {
    this.server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    this.join(client, this.server);
    this.join(this.server, client);
  }

  /** Closes both ends with a reset. */
  reset(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }

  /** Resets a link that is no longer a stream of whole bytes. */
  resetIfBroken(): void {
    if (this.hasLostBytes) this.reset();
  }

  onEnd(ended: () => void): void {
    this.client.once('close', ended);
  }

  private join(from: Socket, to: Socket): void {
    let order = Promise.resolve();
    const inOrder = (step: () => void): void => {
      const weather = this.weather();
      const due = weather.kind === 'delay' ? Date.now() + weather.ms : 0;
      order = order.then(async () => {
        if (due > Date.now()) await delay(due - Date.now());
        if (!to.destroyed) step();
      });
    };
    from.on('data', (chunk: Buffer) => inOrder(() => this.carry(chunk, to)));
    from.on('end', () => inOrder(() => this.carryEnd(to)));
    from.on('error', () => inOrder(() => this.carryError(to)));
  }

  private carry(chunk: Buffer, to: Socket): void {
    switch (this.weather().kind) {
      case 'swallow':
        this.hasLostBytes = true;
        return;
      case 'truncate':
        to.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => this.reset());
        return;
      case 'pass':
      case 'delay':
        to.write(chunk);
    }
  }

  private carryEnd(to: Socket): void {
    if (this.weather().kind === 'swallow') this.hasLostBytes = true;
    else to.end();
  }

  private carryError(to: Socket): void {
    if (this.weather().kind === 'swallow') this.hasLostBytes = true;
    else to.resetAndDestroy();
  }
}
