import { RUN_EXIT_STATUS } from '@anton/contracts';

/** Below the 25 s that an executor waits: what hangs by then is not waited for. Milliseconds. */
const PATIENCE_MS = 22_000;

/**
 * Aborted at the first SIGTERM or SIGINT: the run keeps what it has and ends. A run that is not over after
 * {@link PATIENCE_MS} ends without a report, like one that was killed: its trajectory is there.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      controller.abort(new Error(`received ${signal}`));
      setTimeout(() => process.exit(RUN_EXIT_STATUS.timeout), PATIENCE_MS).unref();
    });
  }
  return controller.signal;
}
