import { deriveTaskId, parseAgentTask, type AgentTask } from '@anton/contracts';
import type { RunnerScript } from '../scripted-runner/runner-script';

/** A valid task of Jira issue `externalId`, with its own logical and correlation key; `fields` replace what they name. */
export function sampleTask(externalId: string, fields: Partial<AgentTask> = {}): AgentTask {
  const logicalKey = `sample|${externalId}`;
  return parseAgentTask({
    schema: 'anton.task.v1',
    taskId: deriveTaskId({ source: 'JIRA', externalId, logicalKey }),
    logicalKey,
    source: 'JIRA',
    externalId,
    correlationKey: `sample|${externalId}`,
    title: `Payments fail (${externalId})`,
    description: 'The payment service answers 500.',
    priority: 'P3',
    labels: ['anton'],
    service: 'payment-service',
    evidence: { attributes: { project: ['PAY'] } },
    occurredAt: '2026-11-01T10:00:00Z',
    receivedAt: '2026-11-01T10:00:01Z',
    trace: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
    ...fields,
  });
}

/** A {@link sampleTask} whose run is played by the scripted runner. */
export function scriptedTask(
  externalId: string,
  script: RunnerScript,
  fields: Partial<AgentTask> = {},
): AgentTask {
  return sampleTask(externalId, { description: JSON.stringify(script), ...fields });
}
