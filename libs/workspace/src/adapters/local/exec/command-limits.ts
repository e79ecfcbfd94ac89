import type { ExecRequest, ExecResult } from '../../../workspace.port';

/** Ends a command that takes too long, is silent for too long, or is no longer wanted; the first reason counts. */
export class CommandLimits {
  private reason: ExecResult['ended'] = 'exited';
  private readonly timeout: NodeJS.Timeout;
  private readonly idle: NodeJS.Timeout | undefined;
  private readonly abort = (): void => this.hit('aborted');

  constructor(
    private readonly request: ExecRequest,
    private readonly end: () => Promise<void>,
  ) {
    this.timeout = setTimeout(() => this.hit('timeout'), request.timeoutMs);
    if (request.idleTimeoutMs !== undefined)
      this.idle = setTimeout(() => this.hit('idle'), request.idleTimeoutMs);
    request.signal?.addEventListener('abort', this.abort, { once: true });
    if (request.signal?.aborted === true) this.abort();
  }

  get ended(): ExecResult['ended'] {
    return this.reason;
  }

  /** The command printed something. */
  heard(): void {
    if (this.reason === 'exited') this.idle?.refresh();
  }

  /** The command ended: no limit matters any more. */
  stop(): void {
    clearTimeout(this.timeout);
    clearTimeout(this.idle);
    this.request.signal?.removeEventListener('abort', this.abort);
  }

  private hit(reason: ExecResult['ended']): void {
    if (this.reason !== 'exited') return;
    this.reason = reason;
    this.stop();
    void this.end();
  }
}
