import { Controller, UseFilters, UseInterceptors } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { TaskSignal } from '@anton/contracts';
import { RpcErrorFilter } from '@anton/queue';
import { MessageAgeInterceptor } from '../metrics/message-age.interceptor';
import { ParseSignalPipe } from './parse-signal.pipe';
import { SignalDesk } from './signal-desk';

/** Takes signals from the queue. Returning acknowledges the message: the ledger remembers the signal by then. */
@Controller()
@UseFilters(RpcErrorFilter)
@UseInterceptors(MessageAgeInterceptor)
export class SignalsController {
  constructor(private readonly desk: SignalDesk) {}

  /** A signal that is known already is acknowledged like a new one. */
  @EventPattern<string>('signal')
  async take(@Payload(ParseSignalPipe) signal: TaskSignal): Promise<void> {
    await this.desk.take(signal);
  }
}
