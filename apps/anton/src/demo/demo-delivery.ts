import { randomUUID } from 'node:crypto';

/** A monitor's notification in the shape of docs/sources/datadog.md; every call is another alert cycle. */
export function demoDelivery(): string {
  const now = String(Date.now());
  return JSON.stringify({
    schema: 'anton.datadog.v1',
    id: `${now}0001`,
    alert_cycle_key: randomUUID(),
    alert_id: '424242',
    alert_title: '[P2] [Triggered] TypeError in payment-service: invoice without a customer',
    event_title: '[P2] [Triggered] TypeError in payment-service: invoice without a customer',
    event_msg:
      "%%%\nTypeError: Cannot read properties of null (reading 'contract')\n    at discountPercent (src/discount.js:3:16)\n    at totalOf (src/invoice.js:6:38)\n\n14 invoices without a customer could not be totalled in the last 5 minutes.\n%%%",
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_priority: 'P2',
    alert_query: 'logs("service:payment-service status:error").rollup("count").last("5m") > 5',
    alert_scope: 'service:payment-service',
    alert_status: 'triggered',
    event_type: 'log_alert',
    date: now,
    last_updated: now,
    link: 'https://app.datadoghq.com/monitors/424242',
    tags: 'service:payment-service,env:production,team:payments',
    service: 'payment-service',
    env: 'production',
    org_id: '1',
    org_name: 'demo',
  });
}
