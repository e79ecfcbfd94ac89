/** What an intake lets in, and the defaults. Rates are per second, ten seconds' worth may come at once; 0 is no limit. */
export class IntakeLimits {
  readonly maxConnections: number = 1_000;
  /** Of one address; the proxies of {@link trustedProxies} are free of it. */
  readonly maxConnectionsPerAddress: number = 200;
  /** Bytes of all bodies in memory that are not yet answered. */
  readonly maxBodyMemory: number = 64 * 1024 * 1024;
  readonly deliveriesPerAddress: number = 200;
  readonly deliveriesPerSource: number = 1_000;
  /** Deliveries of one address that were not authentic. */
  readonly failuresPerAddress: number = 5;
  /** Addresses and networks whose X-Forwarded-For is believed, comma-separated. */
  readonly trustedProxies: string = '';
  /** How long the head of a request may take, in milliseconds. */
  readonly headersMs: number = 5_000;
  /** How long a whole request may take, in milliseconds. */
  readonly requestMs: number = 10_000;
  /** How long a connection stays open between two requests, in milliseconds; Node adds a second. */
  readonly keepAliveMs: number = 8_000;
  /** How long connections are still taken after readiness has ended, in milliseconds. */
  readonly drainDelayMs: number = 0;

  constructor(given: Partial<IntakeLimits> = {}) {
    Object.assign(this, given);
  }
}
