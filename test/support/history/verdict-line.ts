import type { Verdict } from './check-history';

function share(part: readonly string[], whole: number): string {
  return `${part.length} (${whole === 0 ? 0 : Number((part.length / whole).toPrecision(3))})`;
}

/** The verdict on one line: counts, and in brackets the fraction of what they are of. */
export function verdictLine(verdict: Verdict): string {
  const { requests, accepted, unavailable, tasks } = verdict;
  return [
    `${requests} webhooks`,
    `${accepted} accepted`,
    `${unavailable} unavailable`,
    `${verdict.unreachable.length} unreachable`,
    `${tasks} tasks`,
    `lost ${share(verdict.lost, accepted)}`,
    `duplicated ${share(verdict.duplicated, tasks)}`,
    `unexpected ${share(verdict.unexpected, tasks)}`,
    `recovered ${share(verdict.recovered, requests - accepted)}`,
    `refused ${verdict.refused.length}`,
    `late ${verdict.late.length}`,
    `unanswered ${verdict.unanswered.length}`,
  ].join(', ');
}
