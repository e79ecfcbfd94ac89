import { deriveTaskId } from '../task/task-id';

/** Every field of an `anton.signal.v1`, as it stands on the wire. */
export function signalOnTheWire(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schema: 'anton.signal.v1',
    signalId: deriveTaskId({
      source: 'datadog',
      externalId: 'recovered',
      logicalKey: '7:datadog|9:recovered',
    }),
    source: 'DATADOG',
    kind: 'recovered',
    correlationKey: '7:datadog|1:2|19:8306082202796025694',
    reason: 'the alert recovered',
    occurredAt: '2026-11-01T11:00:00Z',
    receivedAt: '2026-11-01T11:00:01.123Z',
    trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    ...fields,
  };
}
