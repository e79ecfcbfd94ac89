import { Injectable } from '@nestjs/common';
import type { TaskSignal } from '@anton/contracts';
import { Ledger, type SignalRecording } from '@anton/ledger';
import { withLogFields } from '@anton/platform';
import { taskEvent } from './life-cycle-events';
import { LifeCycleTeller } from './life-cycle-teller';
import { taskLogFields } from './task-log-fields';

/** Ends tasks whose cause is over. Nothing happens twice: the ledger decides, this class tells. */
@Injectable()
export class TaskSignals {
  constructor(
    private readonly ledger: Ledger,
    private readonly teller: LifeCycleTeller,
  ) {}

  /** Remembers a signal and does what it says to the tasks of its object. */
  async take(signal: TaskSignal): Promise<SignalRecording> {
    const recording = await this.ledger.recordSignal(signal);
    for (const { task, transition } of recording.tasks) {
      withLogFields(taskLogFields(task), () => this.teller.tell(taskEvent(task.taskId, transition)));
    }
    return recording;
  }

  /** True when a signal that is remembered settled the task, which was about to start or to wait again. */
  async settle(taskId: string): Promise<boolean> {
    const transition = await this.ledger.settleBySignal(taskId);
    if (transition !== null) this.teller.tell(taskEvent(taskId, transition));
    return transition !== null;
  }
}
