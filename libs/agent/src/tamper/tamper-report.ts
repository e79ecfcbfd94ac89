import type { AgentTask } from '@anton/contracts';
import { executedOf, type CheckRun } from '../checks/check-session';
import { changedConfig, changedTests, fileChangesOf } from './changed-tests';
import { lostTests, type LostTests } from './lost-tests';
import type { TamperItem } from './tamper-item';
import { isTestFile } from './test-paths';

/** What {@link tamperReportOf} judges by. `final` is null when the change was not tested. */
export interface TamperQuestion {
  readonly task: Pick<AgentTask, 'title' | 'description'>;
  /** Unified diff of git. */
  readonly diff: string;
  readonly baseline: CheckRun | null;
  readonly final: CheckRun | null;
}

const MAX_ITEMS = 20;
const MAX_DETAIL = 300;
const VERBS = '(?:remov|delet|drop|skip|disabl|ignor|quarantin)\\w*';
/** A task that asks for it in one sentence: "delete the obsolete tests", "the test … should be skipped". */
const ASKED = new RegExp(
  `\\b${VERBS}\\b[^.\\n]{0,60}\\btests?\\b|\\btests?\\b[^.\\n]{0,60}\\b${VERBS}\\b`,
  'i',
);

/** True for a task that asks for tests to be removed or skipped, in words. */
export function asksToRemoveTests({ title, description }: TamperQuestion['task']): boolean {
  return ASKED.test(`${title}\n${description}`);
}

type Found = Omit<TamperItem, 'blocking'>;

function named(kind: 'removed' | 'skipped', ids: readonly string[], file: string, line: number): Found[] {
  const detail = `passed before, ${kind === 'removed' ? 'gone' : 'skipped'} now: ${ids.join(', ')}`;
  return ids.length === 0 ? [] : [{ kind, file, line, detail }];
}

/** How many tests ran before, without the flaky ones that are gone: they are nobody's task. */
function ranBefore(baseline: CheckRun, final: CheckRun): number | null {
  const executed = executedOf(baseline);
  if (executed === null || final.cases.length === 0) return executed;
  const there = new Set(final.cases.map(({ id }) => id));
  return executed - baseline.flaky.filter((id) => !there.has(id)).length;
}

/**
 * Counts speak where names do not: fewer tests ran than before, as when a red one was deleted. Checks that tell of none
 * any more are a sign only when the change configures how tests run: some runners say nothing when they have nothing new
 * to do.
 */
function fewer({ baseline, final }: TamperQuestion, file: string, isConfigured: boolean): Found[] {
  if (baseline === null || final?.outcome !== 'passed') return [];
  const [before, after] = [ranBefore(baseline, final), executedOf(final)];
  if (before === null || before === 0 || (after === null ? !isConfigured : after >= before)) return [];
  const now = after === null ? 'now the checks pass without telling of any' : `${after} run now`;
  return [{ kind: 'removed', file, line: 1, detail: `${before} tests ran before, ${now}` }];
}

/**
 * What a change does to tests: deleted, skipped and weakened ones, and changed configuration of tests and CI. By the
 * names of the tests that ran where the runner told them, else by the lines of the diff. It blocks when a test that
 * passed before is gone or skipped, or fewer tests run, unless the task asks for that.
 */
export function tamperReportOf(question: TamperQuestion): readonly TamperItem[] {
  const { baseline, final, task } = question;
  const changes = fileChangesOf(question.diff);
  const isAsked = asksToRemoveTests(task);
  const place = changes.find(({ path }) => isTestFile(path)) ?? changes[0];
  const [file, line] = [place?.path ?? '', place?.line ?? 1];
  const lost: LostTests | null = baseline === null || final === null ? null : lostTests(baseline, final);
  const byName =
    lost === null
      ? []
      : [...named('removed', lost.removed, file, line), ...named('skipped', lost.skipped, file, line)];
  const byLine = changedTests(changes);
  const config = changedConfig(changes);
  const isToldByLine = lost === null && byLine.some(({ kind }) => kind !== 'weakened');
  const byCount =
    byName.length > 0 || isToldByLine
      ? []
      : fewer(
          question,
          file,
          config.some(({ kind }) => kind === 'test_config'),
        );
  const isProvenByName = (item: Found): boolean => lost === null && item.kind !== 'weakened';
  return [
    ...byName.map((item) => ({ ...item, blocking: !isAsked })),
    ...byCount.map((item) => ({ ...item, blocking: !isAsked })),
    ...byLine.map((item) => ({ ...item, blocking: isProvenByName(item) && !isAsked })),
    ...config.map((item) => ({ ...item, blocking: false })),
  ]
    .slice(0, MAX_ITEMS)
    .map((item) => ({ ...item, detail: item.detail.slice(0, MAX_DETAIL) }));
}
