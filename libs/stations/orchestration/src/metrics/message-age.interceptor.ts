import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { TaskContext } from '@anton/queue';
import { QueueMetrics } from './queue-metrics';

/** Tells the metrics of every message that a handler gets. */
@Injectable()
export class MessageAgeInterceptor implements NestInterceptor {
  constructor(private readonly metrics: QueueMetrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.metrics.took(context.switchToRpc().getContext<TaskContext>().delivery);
    return next.handle();
  }
}
