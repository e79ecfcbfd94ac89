import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  furtherChecks,
  isTestFile,
  WorkspaceCheckSession,
  type CheckPlan,
  type CheckRun,
} from '@anton/agent';
import type { ChangeDiff } from '@anton/codehost';
import type { RunEnding } from '../facts/run-facts';
import type { ProofPlace } from '../place/run-place.port';
import { noProof, proofOf, type Proof, type ProofRun } from '../proof/proof';
import { selectedTests } from '../proof/selected-tests';
import { RUN_OPTIONS, type RunOptions } from '../run-options';
import type { PreparedRun } from '../prepared-run';

function wordsOf({ kind, reason, tests }: Proof): string {
  return kind === 'none' ? `none: ${reason ?? ''}` : `red on the base, green now: ${tests.join(', ')}`;
}

/**
 * Proves an approved change on exported trees: all checks on exactly the tree that is pushed, and its new and changed
 * tests on the base, where they must fail.
 */
@Injectable()
export class ProofStep {
  private readonly logger = new Logger(ProofStep.name);

  constructor(@Inject(RUN_OPTIONS) private readonly options: RunOptions) {}

  /** Before the model's first action. False when nothing could be kept: then there is no proof. */
  async keep(run: PreparedRun): Promise<boolean> {
    if (run.checks.plan === null) return false;
    if (run.lives.kind === 'continued') return (await run.place.kept()) !== null;
    try {
      await run.place.keepStart(run);
      return true;
    } catch (error) {
      run.signal.throwIfAborted();
      run.progress.tell('proof', 'note', `nothing can be proven: ${String(error)}`);
      return false;
    }
  }

  async take(run: PreparedRun, isKept: boolean, ending: RunEnding): Promise<RunEnding> {
    const { facts, checks } = run;
    if (ending.status !== 'pr_opened' || facts.diff === null) return ending;
    const { diff } = facts;
    if (checks.plan === null) facts.proof = noProof('no test command was found in this repository');
    else if (!isKept) facts.proof = noProof('the dependencies of the tests could not be kept');
    else facts.proof = await this.stage(run, diff, checks.plan);
    const { head } = facts.proof;
    if (head === null) return ending;
    facts.final = head.run;
    if (head.run.outcome === 'passed') return ending;
    return { status: 'tests_failing', message: 'the checks do not pass on the tree that would be pushed' };
  }

  private stage(run: PreparedRun, diff: ChangeDiff, plan: CheckPlan): Promise<Proof> {
    return run.progress.stage(
      'proof',
      `tree ${diff.treeSha.slice(0, 10)}`,
      () => this.prove(run, diff, plan).catch((error: unknown) => this.failed(run, error)),
      wordsOf,
      ({ kind }) => kind === 'red_green',
    );
  }

  /** What breaks the proof does not break the change: it stays a draft. */
  private failed(run: PreparedRun, error: unknown): Proof {
    run.signal.throwIfAborted();
    this.logger.error(error);
    return noProof(`it could not be made: ${error instanceof Error ? error.message : String(error)}`);
  }

  private async prove(run: PreparedRun, diff: ChangeDiff, plan: CheckPlan): Promise<Proof> {
    const head = await run.place.inTree(run, { tree: diff.treeSha }, async (place) => ({
      treeSha: place.treeSha,
      run: await this.check(run, place, plan),
    }));
    if (head.treeSha !== diff.treeSha) throw new Error('the exported tree is not the one that was checked');
    if (head.run.outcome !== 'passed')
      return noProof('the checks do not pass on the exported tree', { head });
    const paths = diff.files
      .filter(({ status, path }) => status !== 'deleted' && isTestFile(path))
      .map(({ path }) => path);
    if (paths.length === 0) return this.byBaseline(run, head);
    const overlay = { tree: diff.treeSha, paths };
    return run.place.inTree(run, { tree: run.checkout.baseSha, overlay }, (place) =>
      this.onBase(run, place, plan, paths, head),
    );
  }

  /** The change left the tests alone: a baseline that was red is their run on the base. */
  private byBaseline({ facts }: PreparedRun, head: ProofRun): Proof {
    const { baseline, startTree } = facts;
    if (baseline?.outcome !== 'failed' || startTree === null)
      return noProof('the change brings no test, and none that there is failed before it', { head });
    return proofOf({ treeSha: startTree, run: baseline }, head);
  }

  /**
   * The changed tests alone where the runner can choose, and all of them where these prove nothing although the
   * baseline was red. Never the baseline itself: a red test that was edited until it passed would prove anything.
   */
  private async onBase(
    run: PreparedRun,
    place: ProofPlace,
    plan: CheckPlan,
    paths: readonly string[],
    head: ProofRun,
  ): Promise<Proof> {
    const { treeSha } = place;
    const selected = selectedTests(plan, paths);
    if (selected !== null) {
      const chosen = await this.check(run, place, selected);
      const isTold = chosen.outcome === 'passed' ? (chosen.tests ?? 0) > 0 : chosen.failures.length > 0;
      const proof = proofOf({ treeSha, run: chosen }, head);
      const isLast = isTold && run.facts.baseline?.outcome !== 'failed';
      if (proof.kind === 'red_green' || isLast) return proof;
    }
    return proofOf({ treeSha, run: await this.check(run, place, plan) }, head);
  }

  private check(run: PreparedRun, { workspace }: ProofPlace, plan: CheckPlan): Promise<CheckRun> {
    const changed = run.facts.diff?.files.map(({ path }) => path) ?? [];
    const session = new WorkspaceCheckSession(workspace, plan, {
      timeoutMs: this.options.checkTimeoutMs,
      further: () => furtherChecks(workspace, plan, changed),
    });
    return session.run(run.signal);
  }
}
