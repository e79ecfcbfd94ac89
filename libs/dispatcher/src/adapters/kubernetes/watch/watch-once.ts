import type { Watch } from '@kubernetes/client-node';

/** The parts of an event that are used. */
export interface WatchedObject {
  readonly metadata?: {
    readonly name?: string;
    readonly resourceVersion?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** One connection of a watch. */
export interface WatchRequest {
  readonly path: string;
  readonly labelSelector: string;
  readonly resourceVersion: string;
  /** After which the API server closes it. */
  readonly watchSeconds: number;
  /** How much later it counts as hanging. */
  readonly hangMs: number;
}

/** A bookmark carries a version and no object. */
export type WatchListener = (object: WatchedObject, isBookmark: boolean) => void;

/**
 * Watches until the API server closes the connection in the regular way. A connection that is open longer than was asked
 * for hangs, with or without headers. @throws Error for anything else, also for a version that is too old (410).
 */
export async function watchOnce(
  watch: Watch,
  { path, hangMs, watchSeconds, ...rest }: WatchRequest,
  listener: WatchListener,
  signal: AbortSignal,
): Promise<void> {
  let resolve = (): void => undefined;
  let reject: (error: Error) => void = () => undefined;
  const ended = new Promise<void>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  const query = { ...rest, timeoutSeconds: watchSeconds, allowWatchBookmarks: true };
  const take = (type: string, object: WatchedObject & { code?: number; message?: string }): void => {
    if (type === 'ERROR') reject(new Error(`the watch was ended: ${object.code} ${object.message ?? ''}`));
    else listener(object, type === 'BOOKMARK');
  };
  const end = (error: unknown): void => {
    if (error === null || error === undefined) resolve();
    else reject(error instanceof Error ? error : new Error('the watch broke off', { cause: error }));
  };
  const stop = (): void => reject(new Error('the watch is closed'));
  signal.addEventListener('abort', stop);
  const hanging = setTimeout(
    () => reject(new Error(`the watch hangs: open for more than ${watchSeconds} s`)),
    watchSeconds * 1000 + hangMs,
  );
  const connection = watch.watch(path, query, take, end);
  connection.catch(end);
  try {
    await ended;
  } finally {
    clearTimeout(hanging);
    signal.removeEventListener('abort', stop);
    void connection.then(
      (controller) => controller.abort(),
      () => undefined,
    );
  }
}
