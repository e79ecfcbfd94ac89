import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { budgetLimitsOf, earlierLives, RunBudget, type EarlierLives } from '@anton/agent';
import type { RunReport } from '@anton/contracts';
import { blockedWords } from '@anton/egress';
import { Redactor, traceIdOf, withLogFields, withSpan, type Span } from '@anton/platform';
import type { RunContext } from './context/run-context';
import { BlockedHostsOfRun, blockedPlaceOf } from './facts/blocked-hosts';
import { reportOf } from './facts/report-of';
import { RunFacts } from './facts/run-facts';
import { endOfSpan, runSpan } from './facts/run-span';
import { RunLife } from './run-life';
import type { RunTaskRequest } from './run-task-request';
import { RecordedRun, runIdentity, TRAJECTORY_FILE } from './trajectory/recorded-run';

/**
 * From a context folder to a report: checkout, baseline, fix, gate, review, proof, pull request. Goes on from what a
 * killed runner left in the same folders. Never throws.
 */
@Injectable()
export class RunTask {
  private readonly logger = new Logger(RunTask.name);

  constructor(
    private readonly life: RunLife,
    private readonly blocked: BlockedHostsOfRun,
    private readonly redactor: Redactor,
  ) {}

  run(request: RunTaskRequest): Promise<RunReport> {
    const { task } = request.context;
    const fields = { task_id: task.taskId, trace_id: traceIdOf(task.trace?.traceparent) };
    return withLogFields(fields, () =>
      withSpan(runSpan(request.context), (span) => this.report(request, span)),
    );
  }

  private async report(request: RunTaskRequest, span: Span): Promise<RunReport> {
    const { context, work, trajectory: file = join(work, TRAJECTORY_FILE) } = request;
    let lives = await earlierLives(file, runIdentity(context), this.redactor);
    if (lives.kind === 'over') return lives.report;
    for (;;) {
      const end = await this.live(request, file, lives);
      if ('report' in end) {
        span.set(endOfSpan(end.report));
        return end.report;
      }
      lives = end.lives;
    }
  }

  /** One life of the run; one that cannot be repeated ends as what another one goes on from. */
  private async live(
    request: RunTaskRequest,
    file: string,
    lives: EarlierLives,
  ): Promise<{ readonly report: RunReport } | { readonly lives: EarlierLives }> {
    const { context } = request;
    const record = new RecordedRun(file, context, this.redactor, lives);
    const facts = factsAfter(lives, context);
    this.tell(lives);
    const ending = await record.withCalls(() => this.life.take(request, facts, record, lives));
    if (!('status' in ending)) {
      record.close();
      return { lives: ending };
    }
    this.logger.log(`ended as ${ending.status}: ${ending.message}`);
    await this.blocked.learn(facts);
    const refused = blockedWords(facts.blocked, blockedPlaceOf(context.route));
    if (refused !== '') this.logger.warn(refused);
    const report = reportOf(context.route, facts, ending, this.redactor);
    record.end(report);
    return { report };
  }

  private tell(lives: EarlierLives): void {
    if (lives.kind === 'continued') this.logger.log('goes on where a killed runner was, by its trajectory');
    if (lives.kind === 'anew') this.logger.warn(`begins again after a killed runner: ${lives.reason}`);
  }
}

/** The facts of a run that lived before: when it began, and what it has spent. */
function factsAfter(lives: EarlierLives, { route }: RunContext): RunFacts {
  if (!('spentMs' in lives)) return new RunFacts();
  const facts = new RunFacts(new Date(Date.now() - lives.spentMs));
  if (lives.lost.length === 0) return facts;
  facts.budget = new RunBudget(budgetLimitsOf(route, facts.startedAt));
  for (const { role, reply } of lives.lost)
    facts.budget.spend(role === 'reviewer' ? 'reviewer' : 'coder', reply);
  return facts;
}
