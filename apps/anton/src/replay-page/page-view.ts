import type { CheckRun, EventOf, ReadTrajectory, TrajectoryEvent } from '@anton/agent';
import { costCurve, type CostCurve, type CostPoint } from './cost-curve';
import { diffView, type FileDiff } from './diff-view';
import { isRowEvent, type RowEvent } from './event-words';
import { TurnViews, type TurnView } from './turn-view';

/** One row of the timeline. */
export type PageRow =
  | { readonly kind: 'turn'; readonly at: number; readonly turn: TurnView }
  | {
      readonly kind: 'diff';
      readonly at: number;
      readonly treeSha: string;
      readonly files: readonly FileDiff[];
    }
  | {
      readonly kind: 'event';
      readonly at: number;
      readonly event: RowEvent;
      readonly label: string | undefined;
    };

/** One run of the checks, and whose it was. */
interface LabelledChecks {
  readonly seq: number;
  readonly label: string;
  readonly run: CheckRun;
}

/** Everything that the page shows of one run. */
export interface PageView {
  readonly start: EventOf<'run_started'>;
  readonly end: EventOf<'run_ended'> | null;
  readonly truncated: boolean;
  readonly durationMs: number;
  readonly usd: number | null;
  readonly tokens: { readonly input: number; readonly cached: number; readonly output: number };
  readonly calls: number;
  readonly pullRequest: EventOf<'pull_request'> | null;
  /** What the coder said in the end. */
  readonly summary: string;
  readonly checks: readonly LabelledChecks[];
  readonly reviews: readonly EventOf<'review'>[];
  readonly files: readonly FileDiff[];
  readonly curve: CostCurve | null;
  readonly rows: readonly PageRow[];
}

function of<Type extends TrajectoryEvent['type']>(events: readonly TrajectoryEvent[], type: Type) {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

/** Of the agent's own checks the tool's result tells. */
const BY_AGENT = 'run by the agent';
/** Stages that no event of their own tells of. */
const TOLD_STAGES: ReadonlySet<string> = new Set(['checkout', 'setup']);
/** Stages whose failure events of their own tell of. */
const TOLD_FAILURES: ReadonlySet<string> = new Set(['baseline', 'checks', 'review', 'implement']);

function isStageWithoutRow({ stage, status }: EventOf<'stage'>): boolean {
  return status === 'failed' ? TOLD_FAILURES.has(stage) : status === 'started' || !TOLD_STAGES.has(stage);
}

/** A run of the checks is the agent's own between a tool's call and its result. What is red before any edit is run again. */
function labelledChecks(events: readonly TrajectoryEvent[]): PageView['checks'] {
  let began = false;
  let open = 0;
  let before = 0;
  return events.flatMap((event) => {
    if (event.type === 'loop_begun') began = true;
    if (event.type === 'tool_call') open += 1;
    if (event.type === 'tool_result') open -= 1;
    if (event.type !== 'checks') return [];
    if (!began) before += 1;
    const ofBaseline = before > 1 ? 'before any edit, again' : 'before any edit';
    const label = open > 0 ? BY_AGENT : began ? 'the gate' : ofBaseline;
    return [{ seq: event.seq, label, run: event.run }];
  });
}

function rowsOf(events: readonly TrajectoryEvent[], since: (event: TrajectoryEvent) => number): PageRow[] {
  const turns = new TurnViews(events);
  const labels = new Map(labelledChecks(events).map(({ seq, label }) => [seq, label]));
  return events.flatMap((event): PageRow[] => {
    const at = since(event);
    if (event.type === 'model_request')
      return event.role === 'coder' ? [{ kind: 'turn', at, turn: turns.view(event) }] : [];
    if (event.type === 'change')
      return event.files.length === 0
        ? []
        : [{ kind: 'diff', at, treeSha: event.treeSha, files: diffView(event.text) }];
    const label = labels.get(event.seq);
    if (!isRowEvent(event) || label === BY_AGENT) return [];
    if (event.type === 'stage' && isStageWithoutRow(event)) return [];
    if (event.type === 'stretch_started' && event.instruction === null) return [];
    return [{ kind: 'event', at, event, label }];
  });
}

function spentOf(events: readonly TrajectoryEvent[], since: (event: TrajectoryEvent) => number) {
  const roles = new Map(of(events, 'model_request').map(({ call, role }) => [call, role]));
  const points: CostPoint[] = [];
  const tokens = { input: 0, cached: 0, output: 0 };
  let usd: number | null = 0;
  for (const event of of(events, 'model_response')) {
    const { usage, usd: own } = event.reply;
    usd = usd === null || own === null ? null : usd + own;
    tokens.input += usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens;
    tokens.cached += usage.cacheReadTokens;
    tokens.output += usage.outputTokens;
    if (usd !== null) points.push({ ms: since(event), usd, role: roles.get(event.call) ?? 'coder' });
  }
  return { usd, tokens, points };
}

function summaryOf(events: readonly TrajectoryEvent[]): string {
  const outcomes = of(events, 'stretch_ended').map(({ outcome }) => outcome);
  const last = outcomes.findLast((outcome) => outcome.kind === 'finished');
  return last?.kind === 'finished' ? last.claim.summary : '';
}

/** The run as the page tells it. */
export function pageView({ start, events, truncated }: ReadTrajectory): PageView {
  const began = Date.parse(start.at);
  const since = ({ at }: TrajectoryEvent): number => Math.max(0, Date.parse(at) - began);
  const last = events.at(-1);
  const durationMs = last === undefined ? 0 : since(last);
  const { usd, tokens, points } = spentOf(events, since);
  return {
    start,
    end: of(events, 'run_ended').at(-1) ?? null,
    truncated,
    durationMs,
    usd,
    tokens,
    calls: of(events, 'model_request').length,
    pullRequest: of(events, 'pull_request').at(-1) ?? null,
    summary: summaryOf(events),
    checks: labelledChecks(events),
    reviews: of(events, 'review'),
    files: diffView(of(events, 'change').at(-1)?.text ?? ''),
    curve: usd === null ? null : costCurve(points, durationMs),
    rows: rowsOf(events, since),
  };
}
