import { Injectable, type PipeTransform } from '@nestjs/common';
import { parseAgentTask, type AgentTask } from '@anton/contracts';

/** Reads the message of a task. @throws InvalidContractError, which is permanent. */
@Injectable()
export class ParseTaskPipe implements PipeTransform<unknown, AgentTask> {
  transform(value: unknown): AgentTask {
    return parseAgentTask(value);
  }
}
