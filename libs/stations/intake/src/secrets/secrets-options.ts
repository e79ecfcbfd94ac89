/** How often secrets are read again, in milliseconds. Requirement: a removed secret is refused within a minute. */
export class SecretsOptions {
  constructor(readonly readEveryMs: number = 10_000) {}
}
