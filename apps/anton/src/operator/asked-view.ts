import type { Asked } from './ask-for';

/** What came of an intent, for people. */
export function askedText({ intent: { taskId, kind, answer } }: Asked): string {
  if (answer !== null)
    return answer.status === 'done' ? `${taskId}: ${answer.detail}` : `refused: ${answer.detail}`;
  return `${kind} of ${taskId} is noted; no orchestrator has acted on it yet.\nThe next one that runs will: see \`anton task show ${taskId}\`.`;
}

/** The same as JSON. */
export function askedJson({ intent, record }: Asked): string {
  const { id, taskId, kind, by, reason, askedAt, answer } = intent;
  const task = {
    state: record?.state ?? null,
    outcome: record?.outcome ?? null,
    attempts: record?.attempts ?? 0,
  };
  return JSON.stringify({ taskId, kind, by, reason, intentId: id, askedAt, answer, task });
}

/** 0 done, 1 refused, 2 noted. */
export function askedStatus({ intent: { answer } }: Asked): number {
  if (answer === null) return 2;
  return answer.status === 'done' ? 0 : 1;
}
