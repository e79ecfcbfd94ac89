/** A stack trace and log lines, as monitors quote them; with entities, as Datadog sends them. */
const LINES = [
  'Too many errors in cart &amp; checkout, it&#x27;s 5 times the usual',
  '2026-03-01T10:00:00.123Z ERROR [cart-7d9f] request=9f3c user=guest total mismatch',
  '    at com.acme.cart.Cart.total(Cart.java:42)',
  '    at com.acme.cart.CartController.show(CartController.java:117)',
  '    at java.base/java.lang.Thread.run(Thread.java:1583)',
];

/** About `length` characters of them. */
export function alertText(length: number): string {
  let text = '';
  for (let line = 0; text.length < length; line += 1) text += `${LINES[line % LINES.length]}\n`;
  return text.slice(0, length);
}

/** What little a notification can hold and still start a task. */
function smallest(cycle: string): Record<string, string> {
  return {
    alert_cycle_key: cycle,
    alert_title: '[Triggered] Errors in cart',
    alert_priority: 'P3',
    date: String(Date.now()),
    event_msg: '',
  };
}

function recommended(cycle: string): Record<string, string> {
  return {
    schema: 'anton.datadog.v1',
    id: '8306082202796025694',
    aggreg_key: 'a1',
    ...smallest(cycle),
    alert_id: '135',
    alert_title: '[P3] [Triggered on {service:cart}] Errors in cart',
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_query: 'sum(last_5m):sum:trace.http.request.errors{service:cart,env:prod}.as_count() > 5',
    alert_scope: 'env:prod,service:cart',
    alert_status: 'errors over service:cart was > 5 on average during the last 5m',
    alert_metric: 'trace.http.request.errors',
    event_type: 'query_alert_monitor',
    last_updated: String(Date.now()),
    hostname: 'cart-7d9f',
    link: 'https://app.datadoghq.example/event/event?id=8306082202796025694',
    tags: 'env:prod,monitor,service:cart,team:payments,version:1.42.0',
    service: 'cart',
    env: 'prod',
    org_id: '77',
    org_name: 'acme',
  };
}

/** A text whose JSON form takes `bytes` bytes: line ends take two of them. */
function textOf(bytes: number): string {
  const text = alertText(bytes);
  const over = JSON.stringify(text).length - 2 - bytes;
  const cut = text.slice(0, Math.max(0, text.length - over));
  return cut.padEnd(cut.length + bytes - (JSON.stringify(cut).length - 2), '.');
}

/** The body of a triggered Datadog monitor with `bytes` bytes, by the template of docs/sources/datadog.md if it fits. */
export function datadogDelivery(cycle: string, bytes: number): string {
  const full = recommended(cycle);
  const fields = JSON.stringify(full).length < bytes ? full : smallest(cycle);
  const room = Math.max(0, bytes - JSON.stringify(fields).length);
  return JSON.stringify({ ...fields, event_msg: textOf(room) });
}
