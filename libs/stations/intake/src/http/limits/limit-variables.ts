import { z } from 'zod';
import { AddressSet } from './address-set';
import { IntakeLimits } from './intake-limits';

const MIB = 1024 * 1024;
const defaults = new IntakeLimits();

const count = (min: number, fallback: number, purpose: string) =>
  z.coerce.number().int().min(min).max(1_000_000).default(fallback).describe(purpose);

/** The variables of the intake's limits, for the schema of an app. docs/ingester.md has the table. */
export const limitVariables = {
  ANTON_MAX_CONNECTIONS: count(1, defaults.maxConnections, 'connections of senders at once'),
  ANTON_MAX_CONNECTIONS_PER_ADDRESS: count(
    0,
    defaults.maxConnectionsPerAddress,
    'of them, from one address; 0 is no limit',
  ),
  // Half of it is for senders that are not known yet: the largest body, 5 MiB, has to fit into that.
  ANTON_MAX_BODY_MEMORY_MIB: count(
    16,
    defaults.maxBodyMemory / MIB,
    'MiB of memory for bodies that are not answered yet',
  ),
  ANTON_RATE_PER_ADDRESS: count(
    0,
    defaults.deliveriesPerAddress,
    'deliveries per second of one address, ten times as many at once; 0 is no limit',
  ),
  ANTON_RATE_PER_SOURCE: count(
    0,
    defaults.deliveriesPerSource,
    'deliveries per second for one source, ten times as many at once; 0 is no limit',
  ),
  ANTON_RATE_OF_FAILURES: count(
    0,
    defaults.failuresPerAddress,
    'deliveries per second of one address that may fail to authenticate, ten times as many at once; 0 is no limit',
  ),
  ANTON_TRUSTED_PROXIES: z
    .string()
    .default('')
    .refine(isAddressList, 'must be addresses or networks, e.g. 10.0.0.7, 10.0.0.0/8, comma-separated')
    .describe('addresses and networks of the proxies whose X-Forwarded-For is believed, comma-separated'),
  ANTON_KEEP_ALIVE_SECONDS: count(
    1,
    defaults.keepAliveMs / 1_000,
    'seconds between two requests of a connection; more than the idle timeout of a load balancer before it',
  ),
  ANTON_DRAIN_DELAY_SECONDS: count(
    0,
    defaults.drainDelayMs / 1_000,
    'seconds after SIGTERM in which connections are still taken while readiness fails already',
  ),
};

function isAddressList(text: string): boolean {
  try {
    return Boolean(new AddressSet(text));
  } catch {
    return false;
  }
}

/** What {@link limitVariables} were read as. */
export type LimitEnvironment = {
  readonly [K in keyof typeof limitVariables]: z.infer<(typeof limitVariables)[K]>;
};

/** The limits that an environment asks for. */
export function intakeLimits(environment: LimitEnvironment): IntakeLimits {
  return new IntakeLimits({
    maxConnections: environment.ANTON_MAX_CONNECTIONS,
    maxConnectionsPerAddress: environment.ANTON_MAX_CONNECTIONS_PER_ADDRESS,
    maxBodyMemory: environment.ANTON_MAX_BODY_MEMORY_MIB * MIB,
    deliveriesPerAddress: environment.ANTON_RATE_PER_ADDRESS,
    deliveriesPerSource: environment.ANTON_RATE_PER_SOURCE,
    failuresPerAddress: environment.ANTON_RATE_OF_FAILURES,
    trustedProxies: environment.ANTON_TRUSTED_PROXIES,
    keepAliveMs: environment.ANTON_KEEP_ALIVE_SECONDS * 1_000,
    drainDelayMs: environment.ANTON_DRAIN_DELAY_SECONDS * 1_000,
  });
}
