import type { Dispute, ReviewFinding } from './reviewer.port';

/** What the coder contests of one run's review, between two rounds. Holds state: one instance per run. */
export class Disputes {
  private readonly raised = new Map<string, Dispute>();

  /** `open` answers the findings that stand at the moment. */
  constructor(private readonly open: () => readonly Pick<ReviewFinding, 'id'>[]) {}

  openIds(): string[] {
    return this.open().map(({ id }) => id);
  }

  /** The last word about a finding counts. */
  raise(dispute: Dispute): void {
    this.raised.set(dispute.id, dispute);
  }

  /** All that were raised since the last time; they are asked about once. */
  take(): Dispute[] {
    const all = [...this.raised.values()];
    this.raised.clear();
    return all;
  }
}
