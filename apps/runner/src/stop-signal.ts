/** Aborted at the first SIGTERM or SIGINT: the run publishes what it has and ends. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => controller.abort(new Error(`received ${signal}`)));
  }
  return controller.signal;
}
