import { execFileSync } from 'node:child_process';

/** A triggered Datadog monitor of the sum service; `cycle` makes it another alert. */
export function datadogBody(cycle: string, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    schema: 'anton.datadog.v1',
    id: '8306082202796025694',
    alert_cycle_key: cycle,
    alert_id: '4242',
    alert_title: '[P1] [Triggered] sum-service gives wrong sums',
    event_msg: '%%%\nsum(2, 3) is -1\n%%%',
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_priority: 'P1',
    date: String(Date.now()),
    tags: 'service:sum-service,env:prod',
    service: 'sum-service',
    env: 'prod',
    org_id: '1',
    ...more,
  });
}

/** Posts a body, authenticated by the token header. */
export async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}/webhooks/datadog`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-anton-token': 'secret-in-clear-0123', ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** HMAC-SHA256 by openssl, as somebody else's program would make it. */
export function opensslHmac(body: string, secret: string): string {
  const out = execFileSync('openssl', ['dgst', '-sha256', '-hmac', secret, '-r'], {
    input: body,
    encoding: 'utf8',
  });
  return out.split(' ')[0] ?? '';
}
