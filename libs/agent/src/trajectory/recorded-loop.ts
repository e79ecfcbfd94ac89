import type { CheckRun } from '../checks/check-session';
import type { LoopEvent } from '../loop/loop-event';
import type { Trajectory } from './trajectory';
import type { TrajectoryEntry } from './trajectory-event';

/** Without the names of all tests: up to 20,000 of them, and nothing that the loop does depends on them. */
export function recordedChecks(run: CheckRun): CheckRun {
  return { ...run, cases: [] };
}

/** Writes the loop's events down. A call that was executed has its result; only other answers are written again. */
export class RecordedLoop {
  private readonly failed = new Map<string, boolean>();

  constructor(private readonly trajectory: Trajectory) {}

  observe(event: LoopEvent): void {
    if (event.type === 'tool_done') this.failed.set(event.id, event.result.isError);
    const entry = this.entryOf(event);
    if (entry !== null) this.trajectory.record(() => entry);
  }

  private entryOf(event: LoopEvent): TrajectoryEntry | null {
    switch (event.type) {
      case 'begun':
        return {
          type: 'loop_begun',
          ...lists(event),
          repositoryRules: event.repositoryRules,
          baseline: recordedChecks(event.baseline),
        };
      case 'tool_begun':
        return { ...event, type: 'tool_call' };
      case 'tool_done':
        return { type: 'tool_result', id: event.id, ...event.result, durationMs: event.durationMs };
      case 'tool_call':
        return this.isOwnResult(event) ? null : { ...event, type: 'tool_answer' };
      case 'model_call':
        return null;
      case 'stretch_started':
      case 'stretch_ended':
      case 'warning':
      case 'guard':
      case 'cleared':
        return event;
    }
  }

  private isOwnResult({ id, refused, isError }: Extract<LoopEvent, { type: 'tool_call' }>): boolean {
    return !refused && this.failed.get(id) === isError;
  }
}

function lists({ tools, skills, earlier }: Extract<LoopEvent, { type: 'begun' }>) {
  return { tools: [...tools], skills: [...skills], ...(earlier !== undefined && { earlier: [...earlier] }) };
}
