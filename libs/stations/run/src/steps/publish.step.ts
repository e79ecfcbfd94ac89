import { Injectable } from '@nestjs/common';
import type { BaseFile, ChangeDiff } from '@anton/codehost';
import { Redactor } from '@anton/platform';
import type { RunEnding } from '../facts/run-facts';
import { binaryPathsOf, refusalOf } from '../policy/change-policy';
import { openPointsOf } from '../pull-request/open-points';
import { bodyOf, trailersOf } from '../pull-request/pull-request-text';
import { titleOf } from '../pull-request/pull-request-title';
import { QuietMarkdown } from '../pull-request/quiet-markdown';
import { quiet } from '../pull-request/quiet-text';
import type { PreparedRun } from '../prepared-run';

/** Endings that speak of the tree of the last gate. */
const OF_LAST_GATE: ReadonlySet<string> = new Set(['pr_opened', 'tests_failing', 'review_rejected']);
/** Endings after which a change is worth showing, most as a draft that lists what is open (architecture 5.11). */
const WORTH_SHOWING: ReadonlySet<string> = new Set([
  'pr_opened',
  'tests_failing',
  'review_rejected',
  'stuck',
  'budget',
  'timeout',
  'llm_unavailable',
  'infra',
]);
/** Of all binary files of a change together, which is 50 MiB of at most; as text some take three times as much. */
const MAX_BINARY_BYTES = 150 * 1024 * 1024;
/** Publishing goes on after the run's own signal, but not for ever. */
const PUBLISH_TIMEOUT_MS = 120_000;

/** Commits exactly the tree that was checked, pushes it and opens the pull request. */
@Injectable()
export class PublishStep {
  constructor(private readonly redactor: Redactor) {}

  async take(run: PreparedRun, ending: RunEnding): Promise<RunEnding> {
    if (run.facts.startTree === null || !WORTH_SHOWING.has(ending.status)) return ending;
    const diff = await this.diffOf(run, ending);
    if (diff.files.length === 0 || diff.treeSha === run.facts.startTree) return ending;
    const binaries = await this.binariesOf(run, diff);
    const refusal = refusalOf(diff, run.context.route.protectedPaths, this.redactor, binaries);
    if (refusal !== null) return { status: 'policy', message: `the change was not pushed: ${refusal}` };
    await this.push(run, ending);
    await this.open(run, ending);
    return ending;
  }

  /** The tree that the ending speaks of: the one of the last gate, or the newest, which nobody may have checked. */
  private async diffOf({ facts, host, checkout }: PreparedRun, { status }: RunEnding): Promise<ChangeDiff> {
    if (facts.diff !== null && OF_LAST_GATE.has(status)) return facts.diff;
    const newest = await host.diff(checkout);
    if (newest.treeSha !== facts.diff?.treeSha) facts.final = null;
    facts.diff = newest;
    return newest;
  }

  /** Read from the tree that would be pushed, not from the folder that the agent's commands write. */
  private async binariesOf({ host, checkout }: PreparedRun, diff: ChangeDiff): Promise<readonly BaseFile[]> {
    const paths = binaryPathsOf(diff);
    if (paths.length === 0) return [];
    const tree = { ...checkout, baseSha: diff.treeSha };
    return host.baseFiles(tree, { choose: () => paths, maxBytes: MAX_BINARY_BYTES });
  }

  private isDraft({ context, facts }: PreparedRun, ending: RunEnding): boolean {
    return openPointsOf(context.route, facts, ending).length > 0;
  }

  /** Redacted before it is cut: half a secret would not be found. */
  private title({ context: { task }, facts, conventions }: PreparedRun): string {
    const redact = (text: string): string => this.redactor.redact(text);
    return titleOf({
      title: redact(task.title),
      externalId: task.externalId,
      summary: redact(facts.summary),
      baseSubject: redact(conventions.subject),
    });
  }

  private async push(run: PreparedRun, ending: RunEnding): Promise<void> {
    const { route } = run.context;
    await run.progress.stage(
      'push',
      run.checkout.branch,
      async () => {
        const headSha = await run.host.commit(run.checkout, {
          treeSha: run.facts.diff?.treeSha ?? '',
          subject: this.title(run),
          body: this.redactor.redact(quiet(run.facts.summary)),
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
    const { facts, conventions } = run;
    const md = new QuietMarkdown(this.redactor);
    const body = bodyOf({ task, route, facts, ending }, conventions.template, md);
    run.facts.pullRequest = await run.progress.stage(
      'pull_request',
      this.title(run),
      () =>
        run.host.openPullRequest(
          run.checkout,
          {
            title: this.title(run),
            body: this.redactor.redact(body),
            draft: this.isDraft(run, ending),
            labels: ['anton'],
          },
          AbortSignal.timeout(PUBLISH_TIMEOUT_MS),
        ),
      (pullRequest) => `${pullRequest.draft ? 'draft ' : ''}${pullRequest.url}`,
    );
  }
}
