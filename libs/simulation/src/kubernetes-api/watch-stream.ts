import type { ServerResponse } from 'node:http';
import type { WatchFault } from './api-fault';
import type { ApiEvent, ApiKind } from './api-object';
import type { ObjectStore } from './object-store';

const status = (code: number, message: string) => ({
  type: 'ERROR',
  object: {
    kind: 'Status',
    status: 'Failure',
    code,
    message,
    reason: code === 410 ? 'Expired' : 'InternalError',
  },
});

/** One open watch: the changes since a version, then every new one, a bookmark and the end after its time. */
export class WatchStream {
  private readonly unsubscribe: () => void;
  private readonly timer: NodeJS.Timeout;
  private isSilent = false;

  constructor(
    private readonly answer: ServerResponse,
    private readonly store: ObjectStore,
    private readonly kind: ApiKind,
    since: number,
    timeoutSeconds: number,
    private readonly onEnd: () => void,
  ) {
    answer.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    for (const event of store.events) if (event.version > since) this.send(event);
    this.unsubscribe = store.onChange((event) => this.send(event));
    this.timer = setTimeout(() => this.end(), timeoutSeconds * 1000);
    answer.on('close', () => this.closed());
  }

  fail(fault: WatchFault): void {
    switch (fault) {
      case 'reset':
        this.answer.destroy();
        return;
      case 'silence':
        this.isSilent = true;
        clearTimeout(this.timer);
        return;
      case 'partial':
        this.answer.write('{"type":"MODIFIED","object":{"metadata":{"na');
        this.answer.socket?.end();
        this.closed();
        return;
      case 'expired':
      case 'error':
        this.line(fault === 'expired' ? status(410, 'too old resource version') : status(500, 'etcdserver'));
        this.answer.end();
        return;
      case 'close':
        this.answer.end();
    }
  }

  close(): void {
    this.answer.destroy();
    this.closed();
  }

  private send({ kind, type, object }: ApiEvent): void {
    if (kind === this.kind) this.line({ type, object });
  }

  private line(event: object): void {
    if (!this.isSilent && !this.answer.writableEnded) this.answer.write(`${JSON.stringify(event)}\n`);
  }

  private end(): void {
    const metadata = { resourceVersion: String(this.store.latestVersion) };
    this.line({ type: 'BOOKMARK', object: { metadata } });
    this.answer.end();
  }

  private closed(): void {
    clearTimeout(this.timer);
    this.unsubscribe();
    this.onEnd();
  }
}
