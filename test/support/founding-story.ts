import type { Scenario } from '@anton/simulation';
import type { Toolchain } from './toolchains/toolchain';

/** What an error tracking monitor sends by the template of docs/sources/datadog.md; the message is Datadog's markdown. */
export function foundingAlert(): string {
  const now = String(Date.now());
  return JSON.stringify({
    schema: 'anton.datadog.v1',
    id: '8306082202796025694',
    aggreg_key: '1c8f3a5b7d9e0f2a4b6c8d0e2f4a6b8c',
    alert_cycle_key: '5471028263193400001',
    alert_id: '4711',
    alert_title: '[P1] [Triggered on {service:payment-service}] NullPointerException in PaymentService.java',
    event_title: '[P1] [Triggered on {service:payment-service}] NullPointerException in PaymentService.java',
    event_msg:
      '%%%\nA new [issue](https://app.datadoghq.eu/error-tracking?issueId=2df20914&amp;live=false) has been detected.\n\n```\njava.lang.NullPointerException: Cannot invoke &quot;com.acme.pay.Customer.getDiscountPercent()&quot; because &quot;customer&quot; is null\n\tat com.acme.pay.PaymentService.charge(PaymentService.java:9)\n\tat com.acme.pay.web.CheckoutController.pay(CheckoutController.java:52)\n```\n\n@webhook-anton\n%%%',
    text_only_msg: 'A new issue has been detected.',
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_priority: 'P1',
    alert_query: 'error-tracking("service:payment-service").rollup("count").last("5m") > 0',
    alert_scope: 'service:payment-service',
    alert_status: '',
    alert_metric: '',
    event_type: 'error_tracking_alert',
    date: now,
    last_updated: now,
    hostname: '',
    link: 'https://app.datadoghq.eu/monitors/4711',
    snapshot: 'null',
    tags: 'env:production,monitor,service:payment-service,team:payments',
    service: 'payment-service',
    env: 'production',
    org_id: '1300568798',
    org_name: 'Acme',
  });
}

/** Routed to `java-backend`; the null is found, a check and a test are added; the reviewer approves. */
export function foundingScenario({ reads, mends, shows }: Toolchain): Scenario {
  const summary = [
    '`PaymentService.charge` read the discount of a customer who is null once the account was deleted.',
    '',
    '- `charge` now refuses such an invoice and names it, before anything is computed',
    '- a new test holds that',
  ].join('\n');
  return {
    router: [
      {
        json: {
          verdict: 'fix',
          template: 'java-backend',
          skills: ['maven'],
          complexity: 'small',
          risk: 'low',
          confidence: 0.94,
          reason: 'a null that is not checked, in one class',
          question: '',
        },
      },
    ],
    coder: [
      { text: 'I look for the place first.', tools: [{ name: 'grep', input: { pattern: 'getCustomer' } }] },
      { tools: reads.map((path) => ({ name: 'read_file', input: { path } })) },
      { tools: [mends, shows] },
      { tools: [{ name: 'run_tests', input: {} }] },
      { tools: [{ name: 'finish', input: { outcome: 'fixed', summary } }] },
    ],
    reviewer: [{ json: { earlier: [], findings: [], summary: 'The null is refused, and a test says so.' } }],
  };
}
