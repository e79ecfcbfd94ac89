import { Module, type DynamicModule } from '@nestjs/common';
import { DispatcherModule } from '@anton/dispatcher';
import { TaskQueueServerModule } from '@anton/queue';
import { ConsumerProbe } from './health/consumer.probe';
import { LedgerProbe } from './health/ledger.probe';
import { SignalDesk } from './intake/signal-desk';
import { SignalsController } from './intake/signals.controller';
import { TasksController } from './intake/tasks.controller';
import { IntentDesk } from './intents/intent-desk';
import { FailureMetrics } from './metrics/failure-metrics';
import { LatencyMetrics } from './metrics/latency-metrics';
import { LedgerGauges } from './metrics/ledger-gauges';
import { LineMetrics } from './metrics/line-metrics';
import { QueueMetrics } from './metrics/queue-metrics';
import { SignalMetrics } from './metrics/signal-metrics';
import { SpendMetrics } from './metrics/spend-metrics';
import { ORCHESTRATION_OPTIONS, type OrchestrationOptions } from './orchestration.options';
import { RouterPause } from './routing/router-pause';
import { RoutingDesk } from './routing/routing-desk';
import { IntakeValve } from './scheduling/intake-valve';
import { LeaseKeeper } from './scheduling/lease-keeper';
import { LedgerPruning } from './scheduling/ledger-pruning';
import { RunWatch } from './scheduling/run-watch';
import { Scheduler } from './scheduling/scheduler';
import { RunSpans } from './tracing/run-spans';

/**
 * The station between queue and runs: takes tasks and signals, routes and dispatches tasks, watches and
 * settles their runs.
 */
@Module({})
export class OrchestrationModule {
  static forRoot(options: OrchestrationOptions): DynamicModule {
    const imports = [...options.imports, ...(options.extensions ?? [])];
    const dispatcher = DispatcherModule.forRoot({ ...options, imports });
    return {
      module: OrchestrationModule,
      imports: [...imports, dispatcher, TaskQueueServerModule.forRoot({ imports })],
      controllers: [TasksController, SignalsController],
      providers: [
        { provide: ORCHESTRATION_OPTIONS, useValue: options },
        RouterPause,
        RoutingDesk,
        RunWatch,
        IntakeValve,
        LeaseKeeper,
        LedgerPruning,
        IntentDesk,
        Scheduler,
        SignalDesk,
        LedgerProbe,
        ConsumerProbe,
        LedgerGauges,
        LatencyMetrics,
        SpendMetrics,
        LineMetrics,
        SignalMetrics,
        QueueMetrics,
        FailureMetrics,
        RunSpans,
      ],
      exports: [dispatcher],
    };
  }
}
