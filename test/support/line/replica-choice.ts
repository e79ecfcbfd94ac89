import type { AppProcess } from '../processes/app-process';

/** Where the next webhook goes: to each replica in turn, as long as it is not taken out. */
export class ReplicaChoice {
  private readonly out = new Set<AppProcess>();
  private turn = 0;

  constructor(private readonly replicas: readonly AppProcess[]) {}

  get url(): string {
    const open = this.replicas.filter((replica) => !this.out.has(replica));
    this.turn += 1;
    const next = open[this.turn % open.length];
    if (next === undefined) throw new Error('no replica is left');
    return next.url;
  }

  takeOut(replica: AppProcess): void {
    this.out.add(replica);
  }

  putBack(replica: AppProcess): void {
    this.out.delete(replica);
  }
}
