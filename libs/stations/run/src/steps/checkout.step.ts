import { Inject, Injectable } from '@nestjs/common';
import { asksToRemoveTests, detectChecks, furtherChecks, WorkspaceCheckSession } from '@anton/agent';
import { CodeHosts } from '@anton/codehost';
import { LocalWorkspace } from '@anton/workspace';
import { RUN_OPTIONS, type RunOptions } from '../run-options';
import type { PreparedRun, RunState } from '../run-state';
import { RecordedCheckSession } from '../trajectory/recorded.check-session';
import { RecordedCodeHost } from '../trajectory/recorded.code-host';

const NO_ISOLATION =
  'commands run as this user, without isolation: install bubblewrap, or give Anton a machine of its own';

/** Clones the repository, exports its tree and opens the workspace in which everything else happens. */
@Injectable()
export class CheckoutStep {
  constructor(
    private readonly hosts: CodeHosts,
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
    run.facts.branch = prepared.checkout.branch;
    run.facts.plan = prepared.checks.plan;
    run.facts.mayRemoveTests = asksToRemoveTests(run.context.task);
    return prepared;
  }

  private async prepare(run: RunState): Promise<PreparedRun> {
    const { task, route, repository } = run.context;
    const host = new RecordedCodeHost(this.hosts.for(repository.url), run.trajectory);
    const checkout = await host.checkout({
      repository,
      taskId: task.taskId,
      trustedDir: run.folders.trusted,
      checkoutDir: run.folders.checkout,
      signal: run.signal,
    });
    const conventions = await host.conventions(checkout);
    const workspace = await LocalWorkspace.open({
      root: run.folders.checkout,
      outDir: run.folders.out,
      home: run.folders.home,
      requireSandbox: this.options.requireSandbox,
      network: (route.egress ?? []).length > 0,
    });
    if (workspace.isolation === 'none') run.progress.tell('checkout', 'note', NO_ISOLATION);
    try {
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
      return { ...run, host, checkout, conventions, workspace, checks };
    } catch (error) {
      await workspace.close();
      throw error;
    }
  }
}
