import { deriveTaskId, logicalKey, SIGNAL_SCHEMA, type SignalKind, type TaskSignal } from '@anton/contracts';
import { cleanLine } from './text/clean-text';

const MAX_REASON = 500;

/** What a signal is made of. */
export interface SignalParts {
  /** The name of the source, as in `TaskIdParts`. */
  readonly source: string;
  /** The same for `AgentTask.source`. */
  readonly taskSource: string;
  readonly kind: SignalKind;
  /** That of the object's tasks. */
  readonly correlationKey: string;
  /** Makes the id readable. */
  readonly externalId: string;
  /** What tells this event of the object from its others. */
  readonly event: readonly string[];
  readonly reason: string;
  /** ISO 8601. */
  readonly occurredAt: string;
  readonly receivedAt: Date;
}

/** The signal of an event: the same event of the same object gives the same id, whenever and however often it comes. */
export function signalOf(parts: SignalParts): TaskSignal {
  const { source, taskSource, kind, correlationKey, externalId, event } = parts;
  const key = logicalKey('signal', correlationKey, kind, ...event);
  return {
    schema: SIGNAL_SCHEMA,
    signalId: deriveTaskId({ source, externalId, logicalKey: key }),
    source: taskSource,
    kind,
    correlationKey,
    reason: cleanLine(parts.reason, MAX_REASON),
    occurredAt: parts.occurredAt,
    receivedAt: parts.receivedAt.toISOString(),
    trace: null,
  };
}
