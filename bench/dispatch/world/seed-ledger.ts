import { taskHash, type TaskState } from '@anton/contracts';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import type { Postgres } from '../../../test/support/postgres/postgres';

const CHUNK = 500;
/** A day of a busy ledger: half of it over, most of the rest waiting with a route. */
const SHARES: readonly (readonly [TaskState, number])[] = [
  ['settled', 0.5],
  ['waiting', 0.4],
  ['accepted', 0.1],
];

/** Which state the task with this number has. */
export function stateOf(number: number, count: number): TaskState {
  let end = 0;
  for (const [state, share] of SHARES) {
    end += share * count;
    if (number < end) return state;
  }
  return 'accepted';
}

function rowOf(number: number, count: number): object {
  const state = stateOf(number, count);
  const task = sampleTask(`SEED-${number}`, { trace: null });
  const at = new Date(Date.now() - 3_600_000 + number).toISOString();
  return {
    task_id: task.taskId,
    logical_key: task.logicalKey,
    source: task.source,
    correlation_key: task.correlationKey,
    priority: task.priority,
    task: JSON.stringify(task),
    hash: taskHash(task),
    state,
    reason: state === 'waiting' ? 'routed' : null,
    outcome: state === 'settled' ? 'pr_opened' : null,
    route: state === 'accepted' ? null : JSON.stringify(sampleRoute(task)),
    attempts: state === 'settled' ? 1 : 0,
    accepted_at: at,
    updated_at: at,
  };
}

/** Puts `count` tasks into an empty ledger that has its tables. */
export async function seedLedger(postgres: Postgres, database: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, count - from) }, (_, place) =>
      rowOf(from + place, count),
    );
    const json = JSON.stringify(rows).replaceAll("'", "''");
    const sql = `insert into tasks select * from json_populate_recordset(null::tasks, '${json}')`;
    await postgres.query(sql, database);
  }
}
