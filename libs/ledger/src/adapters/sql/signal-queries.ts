import type { AgentTask } from '@anton/contracts';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { SignalRecord } from '../../ledger.port';
import { endsFrom } from '../../signal-effect';
import type { LedgerSchema, SignalsTable } from './ledger.schema';

function signalRecord(row: Selectable<SignalsTable>): SignalRecord {
  return {
    signalId: row.signal_id,
    source: row.source,
    kind: row.kind,
    correlationKey: row.correlation_key,
    reason: row.reason,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}

/** A signal as a row. */
export function newSignalRow(signal: SignalRecord): Insertable<SignalsTable> {
  return {
    signal_id: signal.signalId,
    source: signal.source,
    kind: signal.kind,
    correlation_key: signal.correlationKey,
    reason: signal.reason,
    occurred_at: signal.occurredAt,
    received_at: signal.receivedAt,
  };
}

const ofObject = (db: Kysely<LedgerSchema>, correlationKey: string) =>
  db
    .selectFrom('signals')
    .selectAll()
    .where('correlation_key', '=', correlationKey)
    .orderBy('occurred_at')
    .orderBy('signal_id');

/** The signals of one object, by when they happened. */
export async function listSignals(db: Kysely<LedgerSchema>, correlationKey: string): Promise<SignalRecord[]> {
  return (await ofObject(db, correlationKey).execute()).map(signalRecord);
}

/** The first signal of the task's object that happened with it, or with its last retry, or after that; or null. */
export async function signalThatEnds(
  db: Kysely<LedgerSchema>,
  task: AgentTask,
  reopenedAt: string | null = null,
): Promise<SignalRecord | null> {
  const since = ofObject(db, task.correlationKey).where('occurred_at', '>=', endsFrom(task, reopenedAt));
  const row = await since.limit(1).executeTakeFirst();
  return row === undefined ? null : signalRecord(row);
}
