import { describe, expect, it } from 'vitest';
import { podNetwork } from './pod-network';

const URL = 'http://anton-egress.anton.svc:3128';
const resolve = (name: string): Promise<string> =>
  name.startsWith('anton-egress.')
    ? Promise.resolve('10.96.0.9')
    : Promise.reject(new Error(`ENOTFOUND ${name}`));

describe('the network of a Pod', () => {
  it('is the one of the cluster without a proxy', async () => {
    expect(await podNetwork({ egressUrl: undefined, environment: {} })).toEqual({
      proxyUrl: null,
      dnsPolicy: 'ClusterFirst',
      dnsConfig: {},
      hostAliases: [],
    });
  });

  it('has the proxy by its address, and no DNS', async () => {
    const network = await podNetwork({ egressUrl: URL, environment: {} }, { resolve });
    expect(network).toMatchObject({ proxyUrl: 'http://10.96.0.9:3128', dnsPolicy: 'None', hostAliases: [] });
    expect(network.dnsConfig).toMatchObject({ nameservers: ['192.0.2.1'] });
  });

  it('takes an address as it is', async () => {
    const asked = { resolve: () => Promise.reject(new Error('asked')) };
    const told = await podNetwork({ egressUrl: 'http://[fd00::9]:3128/', environment: {} }, asked);
    expect(told.proxyUrl).toBe('http://[fd00::9]:3128');
  });

  it('writes an IPv6 address as a URL does', async () => {
    const told = await podNetwork({ egressUrl: URL, environment: {} }, { resolve: async () => 'fd00::9' });
    expect(told.proxyUrl).toBe('http://[fd00::9]:3128');
  });

  it('knows the collector of traces by name, and does without it', async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel.observability.svc:4318' };
    const both = async (name: string): Promise<string> =>
      name.startsWith('otel') ? '10.96.0.7' : '10.96.0.9';
    const told = await podNetwork({ egressUrl: URL, environment }, { resolve: both });
    expect(told.hostAliases).toEqual([{ ip: '10.96.0.7', hostnames: ['otel.observability.svc'] }]);
    expect((await podNetwork({ egressUrl: URL, environment }, { resolve })).hostAliases).toEqual([]);
  });

  it.each([
    ['cannot be resolved', { resolve: () => Promise.reject(new Error('ENOTFOUND')) }, 'ENOTFOUND'],
    [
      'does not resolve in time',
      { resolve: () => new Promise<string>(() => undefined), timeoutMs: 20 },
      '20 ms',
    ],
  ])('waits while the name of the proxy %s', async (_what, how, words) => {
    await expect(podNetwork({ egressUrl: URL, environment: {} }, how)).rejects.toMatchObject({
      code: 'egress_unresolved',
      category: 'outage',
      message: expect.stringContaining(words) as string,
    });
  });
});
