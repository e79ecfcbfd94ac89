import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { datadogRequests, datadogRequestsOf, jiraRequests } from './request-sets';
import { SECRETS } from './signed-requests';

const bytes = ({ body }: { readonly body: string }): number => Buffer.byteLength(body);

describe('request sets', () => {
  it.each([200, 1_900, 2_100, 65_536])('has bodies of exactly %d bytes, all different', (size) => {
    const requests = datadogRequestsOf(size);
    expect(new Set(requests.map(bytes))).toEqual(new Set([size]));
    expect(new Set(requests.map(({ body }) => body)).size).toBe(requests.length);
    expect(JSON.parse(requests[0]?.body ?? '')).toMatchObject({
      alert_title: expect.stringContaining('Triggered'),
    });
  });

  it.each([
    ['datadog', datadogRequests(), 'x-anton-signature'],
    ['jira', jiraRequests(), 'x-hub-signature'],
  ] as const)('signs bodies of 2 to 4 KiB as %s is signed', (source, requests, header) => {
    const sizes = requests.map(bytes);
    expect(Math.min(...sizes)).toBeGreaterThan(1_900);
    expect(Math.max(...sizes)).toBeLessThan(4_200);
    for (const { path, headers, body } of requests) {
      const signature = createHmac('sha256', SECRETS[source]).update(body).digest('hex');
      expect(path).toBe(`/webhooks/${source}`);
      expect(headers[header]).toBe(`sha256=${signature}`);
    }
  });
});
