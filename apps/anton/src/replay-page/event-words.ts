import type { EventOf, TrajectoryEvent } from '@anton/agent';
import { checkWords } from './words';

/** An event as one line of the timeline; `more` is text behind a fold. */
export interface EventWords {
  readonly name: string;
  readonly words: string;
  readonly look: '' | 'isgood' | 'isbad';
  readonly more?: { readonly label: string; readonly text: string };
}

function failuresOf(
  failures: readonly { readonly id: string; readonly detail: string }[],
  tail: string,
): string {
  return failures.map(({ id, detail }) => `${id}\n${detail}`).join('\n\n') || tail;
}

/** Events with a row of their own; the others are parts of a turn, of a diff or of the head of the page. */
const ROW_TYPES = [
  'stage',
  'checks',
  'stretch_started',
  'warning',
  'guard',
  'cleared',
  'review',
  'committed',
  'pushed',
  'pull_request',
  'resumed',
  'stop_asked',
  'work_kept',
  'run_ended',
] as const;
export type RowEvent = EventOf<(typeof ROW_TYPES)[number]>;

export function isRowEvent(event: TrajectoryEvent): event is RowEvent {
  return ROW_TYPES.some((type) => type === event.type);
}

/** What an event says to a reader. */
export function eventWords(event: RowEvent, label = 'checks'): EventWords {
  switch (event.type) {
    case 'stage': {
      const look = event.status === 'failed' ? 'isbad' : 'isgood';
      return { name: event.stage.replaceAll('_', ' '), words: event.detail, look };
    }
    case 'checks': {
      const passed = event.run.outcome === 'passed';
      const line: EventWords = {
        name: label,
        words: checkWords(event.run),
        look: passed ? 'isgood' : 'isbad',
      };
      const text = failuresOf(event.run.failures, event.run.tail);
      return passed || text === '' ? line : { ...line, more: { label: event.run.command, text } };
    }
    case 'stretch_started':
      return {
        name: 'back to the coder',
        words: '',
        look: '',
        more: { label: 'what it was told', text: event.instruction ?? '' },
      };
    case 'warning':
      return { name: 'the coder is warned', words: event.text, look: '' };
    case 'guard':
      return { name: `guard: ${event.rule.replaceAll('_', ' ')}`, words: event.detail, look: 'isbad' };
    case 'cleared':
      return { name: 'old output is cleared', words: `about ${event.freedTokens} tokens`, look: '' };
    case 'review': {
      const { answer, round } = event;
      const verdict = answer.kind === 'unavailable' ? 'unavailable' : answer.verdict;
      return {
        name: `review, round ${round}`,
        words: verdict,
        look: verdict === 'approved' ? 'isgood' : 'isbad',
      };
    }
    case 'committed':
      return { name: 'committed', words: `${event.sha.slice(0, 10)} ${event.subject}`, look: 'isgood' };
    case 'pushed':
      return { name: 'pushed', words: event.branch, look: 'isgood' };
    case 'pull_request':
      return { name: event.draft ? 'draft pull request' : 'pull request', words: event.url, look: 'isgood' };
    case 'resumed':
      return event.how === 'continued'
        ? { name: 'goes on', words: 'the runner before was killed', look: '' }
        : { name: 'begins again', words: event.reason ?? '', look: 'isbad' };
    case 'stop_asked':
      return { name: 'told to stop', words: '', look: 'isbad' };
    case 'work_kept':
      return { name: 'unfinished work kept', words: event.sha.slice(0, 10), look: 'isgood' };
    case 'run_ended': {
      const { status, message } = event.report;
      return {
        name: 'the end',
        words: `${status}: ${message}`,
        look: status === 'pr_opened' ? 'isgood' : 'isbad',
      };
    }
  }
}
