/** The folders of a run do not hold what its trajectory says: it has to begin again. */
export class NotResumableError extends Error {
  constructor(reason: string, cause: unknown) {
    super(reason, { cause });
  }
}
