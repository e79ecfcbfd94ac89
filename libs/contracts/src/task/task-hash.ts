import { createHash } from 'node:crypto';
import type { AgentTask } from './agent-task';

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}

/** SHA-256 (hex) of the canonical task without `receivedAt` and `trace` (architecture 5.4). */
export function taskHash(task: AgentTask): string {
  const { receivedAt: _receivedAt, trace: _trace, ...identity } = task;
  return createHash('sha256')
    .update(JSON.stringify(canonical(identity)))
    .digest('hex');
}
