import type { Kubectl } from './kubectl';

/** A task as the ledger of the demo has it. */
export interface LedgerTask {
  readonly task_id: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly attempts: number;
}

/** Reads the ledger in its own Pod, as an administrator of the database would. @throws Error while it is down */
export async function ledgerTasks(kubectl: Kubectl): Promise<LedgerTask[]> {
  const query =
    'select coalesce(json_agg(t), json_build_array()) from (select task_id, state, outcome, reason, attempts from tasks) t';
  const psql = ['psql', '-h', '/var/run/postgresql', '-U', 'anton', '-d', 'anton', '-Atc', query];
  const { stdout } = await kubectl.run(['exec', '-n', 'anton', 'statefulset/postgres', '--', ...psql]);
  return JSON.parse(stdout) as LedgerTask[];
}
