import { Logger } from '@nestjs/common';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import type { WatchTimes } from '../kubernetes-executor.options';
import type { WatchedObject, WatchListener } from './watch-once';

/** One kind of objects that can be listed and watched. */
export interface WatchSource {
  readonly name: string;
  /** The version to watch from. */
  list(): Promise<string>;
  /** Resolves when the watch was closed in the regular way; rejects for anything else. */
  watch(version: string, listener: WatchListener, signal: AbortSignal): Promise<void>;
}

/** A watch that is closed in the regular way sooner than this is a server that turns clients away. */
const SHORTEST_WATCH_MS = 500;

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Watches one kind of objects for ever. Whatever goes wrong (an error, a version that is too old, a connection that
 * breaks off, hangs or ends at once) leads to a new list after a back-off with jitter, and a list comes every few
 * minutes anyway. It only says that something may have changed; nothing depends on seeing every event.
 */
export class ResourceWatch {
  private readonly logger = new Logger(ResourceWatch.name);
  private readonly closing = new AbortController();
  private synced: number | null = null;
  private isBroken = false;

  /** `changed` is called with the object of an event, and with null after a list. */
  constructor(
    private readonly source: WatchSource,
    private readonly times: WatchTimes,
    private readonly changed: (object: WatchedObject | null) => void,
  ) {}

  /** When the watch was last known to be whole, in milliseconds since 1970; null before the first list. */
  get lastSyncedAt(): number | null {
    return this.synced;
  }

  start(): void {
    void this.run();
  }

  close(): void {
    this.closing.abort();
  }

  private async run(): Promise<void> {
    const { initialDelayMs: initialDelay, maxDelayMs: maxDelay } = this.times;
    const backoff = new ExponentialBackoff({ initialDelay, maxDelay });
    const { signal } = this.closing;
    while (!signal.aborted) {
      const policy = retry(handleAll, { backoff }).dangerouslyUnref();
      policy.onFailure(({ reason }) => {
        if (!signal.aborted && 'error' in reason) this.broke(reason.error);
      });
      await policy.execute(() => this.cycle(), signal).catch(() => undefined);
    }
  }

  /** From one list to the next. */
  private async cycle(): Promise<void> {
    const { signal } = this.closing;
    if (signal.aborted) return;
    let version = await this.source.list();
    this.tell(null);
    const listAgainAt = Date.now() + this.times.relistMs * (0.8 + Math.random() * 0.2);
    while (!signal.aborted && Date.now() < listAgainAt) {
      const began = Date.now();
      const listener: WatchListener = (object, isBookmark) => {
        version = object.metadata?.resourceVersion ?? version;
        this.synced = Date.now();
        if (!isBookmark) this.tell(object);
      };
      await this.source.watch(version, listener, signal);
      if (Date.now() - began < SHORTEST_WATCH_MS) throw new Error('the watch was closed at once');
      this.synced = Date.now();
      this.isBroken = false;
    }
  }

  /** The first failure of a series is a warning; the rest would only repeat it. */
  private broke(error: unknown): void {
    const text = `${this.source.name}: ${textOf(error)}; watching again`;
    if (this.isBroken) this.logger.debug(text);
    else this.logger.warn(text);
    this.isBroken = true;
  }

  private tell(object: WatchedObject | null): void {
    this.synced = Date.now();
    if (object !== null) this.isBroken = false;
    try {
      this.changed(object);
    } catch (error) {
      this.logger.error(`a listener of ${this.source.name} failed`, error);
    }
  }
}
