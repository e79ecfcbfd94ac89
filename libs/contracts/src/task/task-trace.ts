import { IsString, Matches } from 'class-validator';

/** W3C trace context of the delivery that made the task (https://www.w3.org/TR/trace-context/). */
export class TaskTrace {
  @IsString()
  @Matches(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
  traceparent: string;
}
