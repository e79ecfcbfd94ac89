import type { AgentTask, SignalKind, TaskOutcome, TaskSignal, TaskState } from '@anton/contracts';
import type { SignalRecord, TaskTransition } from './ledger.port';

const OUTCOMES: Readonly<Record<SignalKind, TaskOutcome>> = {
  recovered: 'recovered',
  withdrawn: 'cancelled',
};

/** How far a sender's clock may be ahead of ours. */
const MOST_AHEAD_MS = 60 * 60_000;

/** The first of `texts` that is a time: ISO 8601 has forms that JavaScript cannot read, such as weeks. */
function timeOf(...texts: readonly string[]): number {
  return texts.map((text) => Date.parse(text)).find((time) => !Number.isNaN(time)) ?? Date.now();
}

/** When a task's cause happened, in the one form of ISO 8601 that sorts as text. */
function timeOfTask({ occurredAt, receivedAt }: AgentTask): string {
  return new Date(timeOf(occurredAt, receivedAt)).toISOString();
}

/** Of what time on a signal ends a task: its cause, or the retry that an operator asked for in spite of earlier ones. */
export function endsFrom(task: AgentTask, reopenedAt: string | null): string {
  const time = timeOfTask(task);
  return reopenedAt !== null && reopenedAt > time ? reopenedAt : time;
}

/** What the ledger remembers of a signal. */
export function rememberedSignal(signal: TaskSignal): SignalRecord {
  const { signalId, source, kind, correlationKey, reason } = signal;
  const received = timeOf(signal.receivedAt);
  const occurred = Math.min(timeOf(signal.occurredAt, signal.receivedAt), received + MOST_AHEAD_MS);
  const [occurredAt, receivedAt] = [new Date(occurred).toISOString(), new Date(received).toISOString()];
  return { signalId, source, kind, correlationKey, reason, occurredAt, receivedAt };
}

/** What a signal does to a task that did not happen after it: the end of one that has not started, else a note. */
export function signalEffect(
  state: Exclude<TaskState, 'settled'>,
  { kind, reason, occurredAt }: Pick<SignalRecord, 'kind' | 'reason' | 'occurredAt'>,
): TaskTransition & { readonly reason: string } {
  if (state === 'running') return { from: state, to: state, reason: `${reason} at ${occurredAt}` };
  return { from: state, to: 'settled', outcome: OUTCOMES[kind], reason };
}
