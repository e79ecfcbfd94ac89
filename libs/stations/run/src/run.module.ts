import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { Redactor } from '@anton/platform';
import { LocalRunPlaces } from './place/adapters/local/local.run-places';
import { PodRunPlaces, type PodVolumes } from './place/adapters/pod/pod.run-places';
import { RunPlaces } from './place/run-place.port';
import { DEFAULT_RUN_OPTIONS, RUN_OPTIONS, type RunOptions } from './run-options';
import { BlockedHostsOfRun } from './facts/blocked-hosts';
import { RunLife } from './run-life';
import { RunTask } from './run-task.service';
import { BaselineStep } from './steps/baseline.step';
import { CheckoutStep } from './steps/checkout.step';
import { FixStep } from './steps/fix.step';
import { GateStep } from './steps/gate.step';
import { ImplementStep } from './steps/implement.step';
import { KeepStep } from './steps/keep.step';
import { ProofStep } from './steps/proof.step';
import { PublishStep } from './steps/publish.step';
import { ResumeStep } from './steps/resume.step';
import { ReviewStep } from './steps/review.step';

/** What the app hands in: modules that provide the agent and the code hosts, and the redactor of its secrets. */
export interface RunModuleOptions extends Partial<RunOptions> {
  /** In a Pod: what its other containers share. Default: the run lies on this machine. */
  readonly pod?: PodVolumes | undefined;
  readonly imports: NonNullable<ModuleMetadata['imports']>;
  readonly redactor: Redactor;
}

/** The run station: provides {@link RunTask}. */
@Module({})
export class RunModule {
  static forRoot({ imports, redactor, pod, ...options }: RunModuleOptions): DynamicModule {
    return {
      module: RunModule,
      imports,
      providers: [
        { provide: RUN_OPTIONS, useValue: { ...DEFAULT_RUN_OPTIONS, ...options } },
        { provide: Redactor, useValue: redactor },
        pod === undefined
          ? { provide: RunPlaces, useClass: LocalRunPlaces }
          : { provide: RunPlaces, useValue: new PodRunPlaces(pod, options.commandEnvironment ?? {}) },
        RunTask,
        RunLife,
        BlockedHostsOfRun,
        CheckoutStep,
        BaselineStep,
        ImplementStep,
        GateStep,
        ReviewStep,
        FixStep,
        ProofStep,
        PublishStep,
        ResumeStep,
        KeepStep,
      ],
      exports: [RunTask],
    };
  }
}
