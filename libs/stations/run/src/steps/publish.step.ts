import { Injectable } from '@nestjs/common';
import { Redactor } from '@anton/platform';
import type { RunEnding } from '../facts/run-facts';
import { refusalOf } from '../policy/change-policy';
import { bodyOf, titleOf, trailersOf } from '../pull-request/pull-request-text';
import type { PreparedRun } from '../run-state';

/** Endings after which a change is worth showing, as a draft that lists what is open (architecture 5.11). */
const WORTH_A_DRAFT: ReadonlySet<string> = new Set([
  'tests_failing',
  'review_rejected',
  'stuck',
  'budget',
  'timeout',
  'llm_unavailable',
  'infra',
]);
/** Publishing goes on after the run's own signal, but not for ever. */
const PUBLISH_TIMEOUT_MS = 120_000;

/** Commits exactly the tree that was checked, pushes it and opens the pull request. */
@Injectable()
export class PublishStep {
  constructor(private readonly redactor: Redactor) {}

  async take(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    const diff = run.facts.diff ?? (await run.host.diff(run.checkout));
    run.facts.diff = diff;
    if (diff.files.length === 0 || (ending.status !== 'pr_opened' && !WORTH_A_DRAFT.has(ending.status)))
      return ending;
    const refusal = refusalOf(diff, run.context.route.protectedPaths, this.redactor);
    if (refusal !== null) return { status: 'policy', message: `the change was not pushed: ${refusal}` };
    await this.push(run, ending);
    await this.open(run, ending);
    return ending;
  }

  private isDraft(run: PreparedRun, ending: RunEnding): boolean {
    const { review, final } = run.facts;
    const isClean =
      ending.status === 'pr_opened' && review.verdict === 'approved' && final?.outcome === 'passed';
    return !isClean || run.context.route.autonomy === 'draft';
  }

  private async push(run: PreparedRun, ending: RunEnding): Promise<void> {
    const { task, route } = run.context;
    await run.progress.stage(
      'push',
      run.checkout.branch,
      async () => {
        const headSha = await run.host.commit(run.checkout, {
          treeSha: run.facts.diff?.treeSha ?? '',
          subject: titleOf(task),
          body: this.redactor.redact(run.facts.summary),
          trailers: trailersOf(route, run.facts, ending, this.isDraft(run, ending)),
        });
        await run.host.push(run.checkout, headSha, AbortSignal.timeout(PUBLISH_TIMEOUT_MS));
        run.facts.headSha = headSha;
      },
      () => `${run.checkout.branch} at ${run.facts.headSha?.slice(0, 10) ?? ''}`,
    );
  }

  private async open(run: PreparedRun, ending: RunEnding): Promise<void> {
    const { task, route } = run.context;
    run.facts.pullRequest = await run.progress.stage(
      'pull_request',
      titleOf(task),
      () =>
        run.host.openPullRequest(
          run.checkout,
          {
            title: titleOf(task),
            body: this.redactor.redact(bodyOf(task, route, run.facts, ending)),
            draft: this.isDraft(run, ending),
            labels: ['anton'],
          },
          AbortSignal.timeout(PUBLISH_TIMEOUT_MS),
        ),
      (pullRequest) => `${pullRequest.draft ? 'draft ' : ''}${pullRequest.url}`,
    );
  }
}
