import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DispatchGateRegistry } from './dispatch-gate.port';
import { Dispatcher } from './dispatch/dispatcher';
import { RunLauncher } from './dispatch/run-launcher';
import { TaskBudget } from './dispatch/task-budget';
import { DISPATCHER_OPTIONS, type DispatcherOptions } from './dispatcher.options';
import { ExecutorRegistry } from './executor.port';
import { ConcurrencyGate } from './gates/concurrency.gate';
import { CorrelationGate } from './gates/correlation.gate';
import { DailyBudgetGate } from './gates/daily-budget.gate';
import { OpenPullRequestsGate } from './gates/open-pull-requests.gate';
import { RepositoryBudgetGate } from './gates/repository-budget.gate';
import { RepositoryConcurrencyGate } from './gates/repository-concurrency.gate';
import { TaskBudgetGate } from './gates/task-budget.gate';
import { TemplateConcurrencyGate } from './gates/template-concurrency.gate';
import { FollowUps } from './life-cycle/follow-ups';
import { LifeCycleFeed } from './life-cycle/life-cycle-feed';
import { LifeCycleTeller } from './life-cycle/life-cycle-teller';
import { TaskLifeCycle } from './life-cycle/task-life-cycle';
import { TaskSignals } from './life-cycle/task-signals';
import { SchedulingLease } from './lease/scheduling-lease';
import { RunEnding } from './settle/run-ending';
import { RunSettler } from './settle/run-settler';

/** In the order in which they are asked; those that must ask the ledger or the code host come last. */
const GATES = [
  CorrelationGate,
  ConcurrencyGate,
  RepositoryConcurrencyGate,
  TemplateConcurrencyGate,
  TaskBudgetGate,
  DailyBudgetGate,
  RepositoryBudgetGate,
  OpenPullRequestsGate,
];

/** What the dispatcher is made of: `imports` provide a Ledger, a Catalog, CodeHosts and the named executor. */
export interface DispatcherModuleOptions extends DispatcherOptions {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** Gates, dispatcher and settler. Executors and gates of any module of the application take part. */
@Module({})
export class DispatcherModule {
  static forRoot({ imports, ...options }: DispatcherModuleOptions): DynamicModule {
    return {
      module: DispatcherModule,
      imports: [DiscoveryModule, ...imports],
      providers: [
        { provide: DISPATCHER_OPTIONS, useValue: options satisfies DispatcherOptions },
        DispatchGateRegistry,
        ExecutorRegistry,
        ...GATES,
        LifeCycleFeed,
        LifeCycleTeller,
        SchedulingLease,
        TaskLifeCycle,
        TaskSignals,
        FollowUps,
        RunEnding,
        TaskBudget,
        RunLauncher,
        RunSettler,
        Dispatcher,
      ],
      exports: [
        Dispatcher,
        TaskBudget,
        RunSettler,
        TaskLifeCycle,
        TaskSignals,
        FollowUps,
        LifeCycleFeed,
        SchedulingLease,
        ExecutorRegistry,
        DispatchGateRegistry,
      ],
    };
  }
}
