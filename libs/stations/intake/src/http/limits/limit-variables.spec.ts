import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { IntakeLimits } from './intake-limits';
import { intakeLimits, limitVariables } from './limit-variables';

const variables = z.object(limitVariables);

describe('the variables of the limits', () => {
  it('are the defaults when nothing is said', () => {
    expect(intakeLimits(variables.parse({}))).toEqual(new IntakeLimits());
  });

  it('are each read into the limit they are for', () => {
    const environment = {
      ANTON_MAX_CONNECTIONS: '11',
      ANTON_MAX_CONNECTIONS_PER_ADDRESS: '12',
      ANTON_MAX_BODY_MEMORY_MIB: '16',
      ANTON_RATE_PER_ADDRESS: '14',
      ANTON_RATE_PER_SOURCE: '15',
      ANTON_RATE_OF_FAILURES: '0',
      ANTON_TRUSTED_PROXIES: '10.0.0.0/8',
      ANTON_KEEP_ALIVE_SECONDS: '65',
      ANTON_DRAIN_DELAY_SECONDS: '5',
    };
    expect(intakeLimits(variables.parse(environment))).toMatchObject({
      maxConnections: 11,
      maxConnectionsPerAddress: 12,
      maxBodyMemory: 16 * 1024 * 1024,
      deliveriesPerAddress: 14,
      deliveriesPerSource: 15,
      failuresPerAddress: 0,
      trustedProxies: '10.0.0.0/8',
      keepAliveMs: 65_000,
      drainDelayMs: 5_000,
    });
  });

  it.each([
    ['ANTON_TRUSTED_PROXIES', 'true'],
    ['ANTON_TRUSTED_PROXIES', '10.0.0.0/8, *'],
    ['ANTON_MAX_CONNECTIONS', '0'],
    ['ANTON_MAX_BODY_MEMORY_MIB', '8'],
    ['ANTON_RATE_PER_ADDRESS', '-1'],
    ['ANTON_RATE_PER_SOURCE', 'many'],
  ])('do not let %s be %s', (name, value) => {
    const { error } = variables.safeParse({ [name]: value });
    expect(error?.issues.map(({ path }) => path)).toEqual([[name]]);
  });
});
