import { deriveTaskId } from './task-id';

/** Every field of an `anton.task.v1`, as it stands on the wire. */
export function taskOnTheWire(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const logicalKey = '7:datadog|1:2|19:8306082202796025694';
  return {
    schema: 'anton.task.v1',
    taskId: deriveTaskId({ source: 'DATADOG', externalId: 'payment-npe', logicalKey }),
    logicalKey,
    source: 'DATADOG',
    externalId: 'payment-npe',
    externalUrl: 'https://app.datadoghq.com/event/event?id=1',
    correlationKey: logicalKey,
    title: 'NullPointerException in checkout',
    description: 'It began **today**.',
    priority: 'P2',
    labels: ['anton'],
    service: 'payment-service',
    environment: 'prod',
    repository: { url: 'https://github.com/acme/payments.git', ref: 'main' },
    evidence: {
      stackTrace: 'java.lang.NullPointerException',
      logs: 'ERROR checkout failed',
      query: 'avg(last_5m):sum:errors{*} > 5',
      conditions: [{ metric: 'errors', status: 'ERROR', value: '7', threshold: '5' }],
      attributes: { tag: ['team:payments', 'env:prod'] },
    },
    occurredAt: '2026-11-01T10:00:00Z',
    receivedAt: '2026-11-01T10:00:01.123Z',
    requestedBy: 'Ada',
    trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    ...fields,
  };
}
