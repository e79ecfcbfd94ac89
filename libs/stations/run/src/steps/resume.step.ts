import { Injectable } from '@nestjs/common';
import type { PushedChange } from '@anton/codehost';
import { REVIEW_VERDICTS, RUN_STATUSES, type ReviewVerdict, type RunStatus } from '@anton/contracts';
import type { RunEnding } from '../facts/run-facts';
import { Redactor } from '@anton/platform';
import { titleOf } from '../pull-request/pull-request-text';
import { inline } from '../pull-request/quiet-text';
import type { PreparedRun } from '../run-state';

const PUBLISH_TIMEOUT_MS = 120_000;

function member<T extends string>(values: readonly T[], value: string | undefined, otherwise: T): T {
  return values.find((item) => item === value) ?? otherwise;
}

/** An earlier attempt pushed its change and ended before its pull request: opens what is missing, pays for nothing twice. */
@Injectable()
export class ResumeStep {
  constructor(private readonly redactor: Redactor) {}

  async take(run: PreparedRun, pushed: PushedChange): Promise<RunEnding> {
    const { task, route } = run.context;
    const status: RunStatus = member(RUN_STATUSES, pushed.trailers['Anton-Status'], 'stuck');
    const verdict: ReviewVerdict = member(REVIEW_VERDICTS, pushed.trailers['Anton-Review'], 'not_reviewed');
    run.facts.headSha = pushed.headSha;
    run.facts.review.verdict = verdict;
    const draft = pushed.trailers['Anton-Draft'] !== 'false' || route.autonomy === 'draft';
    run.facts.pullRequest = await run.progress.stage(
      'pull_request',
      `continuing ${run.checkout.branch} at ${pushed.headSha.slice(0, 10)}`,
      () =>
        run.host.openPullRequest(
          run.checkout,
          {
            title: this.redactor.redact(titleOf(task)),
            body: this.redactor.redact(this.body(run, pushed)),
            draft,
            labels: ['anton'],
          },
          AbortSignal.timeout(PUBLISH_TIMEOUT_MS),
        ),
      (pullRequest) => pullRequest.url,
    );
    return { status, message: `an earlier attempt pushed ${pushed.headSha}; its pull request is there now` };
  }

  /** The commit's trailers are all that is left of the earlier attempt. */
  private body(run: PreparedRun, pushed: PushedChange): string {
    const recorded = (key: string): string => inline(pushed.trailers[`Anton-${key}`] ?? 'unknown');
    return [
      `Task \`${run.context.task.taskId}\`. The change and its commit message are of attempt ${recorded('Attempt')},`,
      'whose runner ended after the push. Recorded then, in the commit:',
      '',
      `- checks after the change: ${recorded('Checks')}`,
      `- review: ${recorded('Review')}`,
      `- status: ${recorded('Status')}`,
      '',
    ].join('\n');
  }
}
