import { Injectable, Logger } from '@nestjs/common';
import { Catalog, type CatalogSkill } from '@anton/catalog';
import { isAntonError, type RouteDecision } from '@anton/contracts';
import { withSpan } from '@anton/platform';
import { Ledger, type RunRecord, type TaskRecord } from '@anton/ledger';
import { ExecutorRegistry } from '../executor.port';
import { TaskLifeCycle } from '../life-cycle/task-life-cycle';
import { sizeAfter } from '../settle/retry-rules';
import { RunEnding } from '../settle/run-ending';
import { runContext } from './run-context';
import { tracedTask } from './run-trace';
import { TaskBudget } from './task-budget';

const keyOf = ({ taskId, attempt }: RunRecord): string => `${taskId}-r${attempt}`;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Hands a created run to its executor. Repeatable: the executor starts one attempt once. */
@Injectable()
export class RunLauncher {
  private readonly logger = new Logger(RunLauncher.name);
  private readonly launching = new Map<string, Promise<void>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly executors: ExecutorRegistry,
    private readonly catalog: Catalog,
    private readonly life: TaskLifeCycle,
    private readonly ending: RunEnding,
    private readonly budget: TaskBudget,
  ) {}

  /** True while this process hands the run to its executor. */
  isLaunching(run: RunRecord): boolean {
    return this.launching.has(keyOf(run));
  }

  /**
   * Run `created → started`. An executor that is down leaves it `created`, to be launched again until its deadline;
   * a permanent failure ends the task, any other one costs the attempt.
   */
  async launch(record: TaskRecord, run: RunRecord): Promise<void> {
    const key = keyOf(run);
    if (this.launching.has(key)) return;
    const launch = this.tryLaunch(record, run);
    this.launching.set(key, launch);
    try {
      await launch;
    } finally {
      this.launching.delete(key);
    }
  }

  /** {@link launch} in the background: who dispatches does not wait for the executor. */
  launchSoon(record: TaskRecord, run: RunRecord): void {
    this.launch(record, run).catch((error: unknown) =>
      this.logger.error(`run ${run.attempt} of ${run.taskId} is launched again`, error),
    );
  }

  /** Resolves when no launch is under way. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.launching.values());
  }

  private async tryLaunch(record: TaskRecord, run: RunRecord): Promise<void> {
    try {
      const handle = await this.dispatch(record, run);
      const isStarted = await this.life.moveRun(run, { from: 'created', to: 'started', handle });
      if (!isStarted) await this.endIfSettled({ ...run, handle });
    } catch (error) {
      await this.notStarted(run, error);
    }
  }

  private dispatch(record: TaskRecord, run: RunRecord): Promise<string> {
    const task = tracedTask(record.task, run.attempt);
    const attributes = {
      'anton.task_id': run.taskId,
      'anton.attempt': run.attempt,
      'anton.executor': run.executor,
    };
    const start = {
      name: 'task dispatch',
      kind: 'producer',
      parent: task.trace?.traceparent ?? '',
      attributes,
    } as const;
    return withSpan(start, () => this.start({ ...record, task }, run));
  }

  private async start({ task, hash, route }: TaskRecord, run: RunRecord): Promise<string> {
    if (route === null) throw new Error(`run ${run.attempt} of ${run.taskId} has no route`);
    const before = run.attempt === 1 ? [] : await this.ledger.listRuns({ taskId: run.taskId });
    // No attempt was made before the first one, so it may cost all of it.
    const costUsd = run.attempt === 1 ? route.limits.costUsd : (await this.budget.of(run.taskId, route)).left;
    return this.executors.get(run.executor).start({
      taskId: run.taskId,
      attempt: run.attempt,
      taskHash: hash,
      complexity: sizeAfter(before, route.complexity),
      template: route.template ?? '',
      context: runContext({ task, route, attempt: run.attempt, costUsd, skills: this.skillsOf(route) }),
      deadlineAt: new Date(run.deadlineAt),
      source: task.source,
      ...(task.trace?.traceparent === undefined ? {} : { traceparent: task.trace.traceparent }),
    });
  }

  /** It was cancelled in the moment in which it started. */
  private async endIfSettled(run: RunRecord): Promise<void> {
    const runs = await this.ledger.listRuns({ taskId: run.taskId });
    const isSettled = runs.some(({ attempt, state }) => attempt === run.attempt && state === 'settled');
    if (isSettled) await this.executors.get(run.executor).stop(run, 'its task is not running any more');
  }

  private async notStarted(run: RunRecord, error: unknown): Promise<void> {
    const category = isAntonError(error) ? error.category : 'transient';
    this.logger.error(`run ${run.attempt} could not be started: ${textOf(error)}`, error);
    if (category === 'outage' && new Date() <= new Date(run.deadlineAt)) return;
    if (!(await this.isCleared(run))) return;
    if (category === 'permanent') await this.ending.byFailure(run, 'infra', textOf(error));
    else await this.ending.byLoss(run, textOf(error));
  }

  /** Takes away what a start that failed half-way left; while that cannot be done, the run stays to be looked at. */
  private async isCleared(run: RunRecord): Promise<boolean> {
    try {
      await this.executors.get(run.executor).stop(run, 'it could not be started');
      return true;
    } catch (error) {
      this.logger.warn(`what is left of run ${run.attempt} could not be removed: ${textOf(error)}`);
      return isAntonError(error) && error.category === 'permanent';
    }
  }

  private skillsOf(route: RouteDecision): readonly CatalogSkill[] {
    const { skills } = this.catalog.snapshot();
    return route.skills.flatMap((name) => {
      const skill = skills.get(name);
      if (skill === undefined) this.logger.warn(`skill ${name} is not in the catalog any more`);
      return skill === undefined ? [] : [skill];
    });
  }
}
