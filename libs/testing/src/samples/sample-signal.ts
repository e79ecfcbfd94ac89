import { deriveTaskId, parseTaskSignal, type TaskSignal } from '@anton/contracts';

/** The recovery of what `sampleTask(externalId)` is about, an hour after it happened; `fields` replace what they name. */
export function sampleSignal(externalId: string, fields: Partial<TaskSignal> = {}): TaskSignal {
  const logicalKey = `sample|${externalId}|${fields.occurredAt ?? 'recovered'}`;
  return parseTaskSignal({
    schema: 'anton.signal.v1',
    signalId: deriveTaskId({ source: 'JIRA', externalId, logicalKey }),
    source: 'JIRA',
    kind: 'recovered',
    correlationKey: `sample|${externalId}`,
    reason: 'the alert recovered',
    occurredAt: '2026-11-01T11:00:00Z',
    receivedAt: '2026-11-01T11:00:01Z',
    trace: { traceparent: '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    ...fields,
  });
}
