/** A try's own end: aborts when `alive` was not called for `idleMs`, or `attemptMs` after the start. */
export interface WatchLimits {
  readonly idleMs: number;
  readonly attemptMs: number;
}

/**
 * Runs one try under a watch: it must give a sign of life through `alive` and come to an end.
 * @throws an error that names the limit when the try went over one; otherwise whatever `work` throws.
 */
export async function watched<T>(
  outer: AbortSignal,
  { idleMs, attemptMs }: WatchLimits,
  work: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (reason: string): void => controller.abort(new Error(reason));
  const idle = setTimeout(stop, idleMs, `no sign of life for ${idleMs} ms`);
  const total = setTimeout(stop, attemptMs, `no end after ${attemptMs} ms`);
  try {
    return await work(AbortSignal.any([outer, controller.signal]), () => idle.refresh());
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(idle);
    clearTimeout(total);
  }
}
