import { Injectable, type PipeTransform } from '@nestjs/common';
import { parseTaskSignal, type TaskSignal } from '@anton/contracts';

/** Reads the message of a signal. @throws InvalidContractError, which is permanent. */
@Injectable()
export class ParseSignalPipe implements PipeTransform<unknown, TaskSignal> {
  transform(value: unknown): TaskSignal {
    return parseTaskSignal(value);
  }
}
