import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessEntry, ProcessTable } from './process-table';

const POLL_MS = 100;
/** How long the kernel may take to remove what was killed. */
const KILL_WAIT_MS = 5_000;

/** The leader of a process group, by its pid and start time. */
export type GroupLeader = Pick<ProcessEntry, 'pid' | 'started'>;

/** How to end a tree: `gently` sends SIGTERM first; without it the tree is only given the time to end by itself. */
export interface EndOptions {
  readonly graceMs: number;
  readonly gently: boolean;
}

const keyOf = (entry: GroupLeader): string => `${entry.pid}:${entry.started}`;

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * What lives of a leader's group and of everything that descends from it. Remembers what it has seen, so that a
 * descendant in a group of its own is still known after its parents are gone.
 */
class ProcessTree {
  private readonly seen = new Set<string>();

  constructor(
    private readonly table: ProcessTable,
    private readonly leader: GroupLeader,
  ) {}

  async living(): Promise<readonly ProcessEntry[]> {
    const all = await this.table.list();
    const reused = all.some(({ pid, started }) => pid === this.leader.pid && started !== this.leader.started);
    const tree = new Map<number, ProcessEntry>();
    for (const entry of all) {
      if (this.seen.has(keyOf(entry)) || (!reused && entry.group === this.leader.pid))
        tree.set(entry.pid, entry);
    }
    for (let size = -1; size !== tree.size;) {
      size = tree.size;
      for (const entry of all) if (tree.has(entry.parent)) tree.set(entry.pid, entry);
    }
    for (const entry of tree.values()) this.seen.add(keyOf(entry));
    return [...tree.values()];
  }
}

async function goneWithin(tree: ProcessTree, ms: number, signal?: NodeJS.Signals): Promise<boolean> {
  const end = Date.now() + ms;
  for (;;) {
    const living = await tree.living();
    if (living.length === 0) return true;
    if (Date.now() >= end) return false;
    if (signal !== undefined) for (const { pid } of living) send(pid, signal);
    await sleep(POLL_MS);
  }
}

/**
 * Ends a process group and all descendants: SIGTERM, `graceMs` to end, then SIGKILL until nothing is left.
 * Nothing happens when the leader's pid belongs to another process now.
 * @throws Error when something survives SIGKILL for 5 s.
 */
export async function endProcessTree(
  table: ProcessTable,
  leader: GroupLeader,
  options: EndOptions,
): Promise<void> {
  const tree = new ProcessTree(table, leader);
  if (options.gently) for (const { pid } of await tree.living()) send(pid, 'SIGTERM');
  if (await goneWithin(tree, options.graceMs)) return;
  if (await goneWithin(tree, KILL_WAIT_MS, 'SIGKILL')) return;
  throw new Error(`process group ${leader.pid} is still there ${KILL_WAIT_MS} ms after SIGKILL`);
}
