import { DatabaseSync } from 'node:sqlite';
import { eventIn } from '../load/signed-webhook';
import type { TaskEntry } from './history-entry';

/** Every task once per acceptance that the ledger noted, and once when it noted none. */
const ACCEPTANCES = `
  select t.task_id as taskId, json_extract(t.task, '$.title') as title
  from tasks t
  left join events e on e.task_id = t.task_id and e.attempt is null and e.from_state is null
  order by t.accepted_at`;

/** What a SQLite ledger has accepted, read without Anton's own code. */
export function ledgerTasks(file: string): readonly TaskEntry[] {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = db.prepare(ACCEPTANCES).all() as unknown as { taskId: string; title: string }[];
    return rows.map(({ taskId, title }) => ({ kind: 'task', taskId, event: eventIn(title) }));
  } finally {
    db.close();
  }
}
