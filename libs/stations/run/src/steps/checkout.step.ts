import { Inject, Injectable } from '@nestjs/common';
import { asksToRemoveTests, detectChecks, furtherChecks, WorkspaceCheckSession } from '@anton/agent';
import { CodeHosts, type Checkout, type CodeHost } from '@anton/codehost';
import { RunPlaces, type RunPlace } from '../place/run-place.port';
import { RUN_OPTIONS, type RunOptions } from '../run-options';
import type { PreparedRun } from '../prepared-run';
import type { RunState } from '../run-state';
import { RecordedCheckSession } from '../trajectory/recorded.check-session';
import { RecordedCodeHost } from '../trajectory/recorded.code-host';
import { NotResumableError } from './not-resumable.error';

/** Clones the repository, exports its tree and opens the workspace in which everything else happens. */
@Injectable()
export class CheckoutStep {
  constructor(
    private readonly hosts: CodeHosts,
    private readonly places: RunPlaces,
    @Inject(RUN_OPTIONS) private readonly options: RunOptions,
  ) {}

  async take(run: RunState): Promise<PreparedRun> {
    const { repository } = run.context;
    const prepared = await run.progress.stage(
      'checkout',
      `${repository.url} at ${repository.branch}`,
      () => this.prepare(run),
      ({ checkout, workspace }) =>
        `${checkout.branch} from ${checkout.baseSha.slice(0, 10)}, isolation: ${workspace.isolation}`,
    );
    const { checkout } = prepared;
    const ownKept = run.lives.kind === 'continued' ? run.lives.kept : null;
    run.facts.branch = checkout.branch;
    run.facts.keptSha = ownKept ?? checkout.kept?.headSha ?? null;
    run.facts.plan = prepared.checks.plan;
    run.facts.mayRemoveTests = asksToRemoveTests(run.context.task);
    return prepared;
  }

  private async prepare(run: RunState): Promise<PreparedRun> {
    const { route, repository } = run.context;
    const place = await this.places.begin(run);
    try {
      const host = new RecordedCodeHost(place.hostFor(this.hosts.for(repository.url)), run.trajectory);
      const checkout = await this.checkOut(run, host, place);
      const conventions = await host.conventions(checkout);
      const workspace = await place.open(run);
      const plan = await detectChecks(workspace, route.checks);
      const session = new WorkspaceCheckSession(workspace, plan, {
        timeoutMs: this.options.checkTimeoutMs,
        further: async () =>
          plan === null
            ? null
            : furtherChecks(
                workspace,
                plan,
                (await host.diff(checkout)).files.map(({ path }) => path),
              ),
      });
      const checks = new RecordedCheckSession(session, run.trajectory);
      return { ...run, place, host, checkout, conventions, workspace, checks };
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  private async checkOut(run: RunState, host: CodeHost, place: RunPlace): Promise<Checkout> {
    const { lives, signal } = run;
    const { checkout: checkoutDir, trusted: trustedDir } = run.folders;
    const { task, repository } = run.context;
    const where = { repository, taskId: task.taskId, trustedDir, checkoutDir };
    if (lives.kind !== 'continued') return host.checkout({ ...where, signal });
    const { baseSha, branch, kept } = lives.checkout;
    const checkout = { ...where, baseSha, branch, kept, pushed: null };
    try {
      await place.recover();
      await host.restore(checkout, lives.treeSha);
      return checkout;
    } catch (error) {
      signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      throw new NotResumableError(`the work tree cannot be restored: ${reason}`, error);
    }
  }
}
