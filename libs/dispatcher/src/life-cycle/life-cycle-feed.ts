import { Injectable } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import type { LifeCycleEvent } from '@anton/contracts';

/** Every transition of this process, after its commit: for displays and metrics. The ledger holds the lasting record. */
@Injectable()
export class LifeCycleFeed {
  private readonly subject = new Subject<LifeCycleEvent>();
  readonly events: Observable<LifeCycleEvent> = this.subject.asObservable();

  emit(...events: readonly LifeCycleEvent[]): void {
    for (const event of events) this.subject.next(event);
  }
}
