import { InvalidRunError } from '../../harness/invalid-run.error';
import type { LoadResult } from '../load/load-generator';

const REMEDY = 'Look at what is slow or broken before measuring it: such figures mean nothing.';

/**
 * Every answer was 202, and for every answer there is a message in the queue. What was under way when the load ended has
 * a message and no answer: at most one a connection.
 * @throws InvalidRunError
 */
export function verifyAnswers(
  name: string,
  { answered, others }: LoadResult,
  messages: number,
  connections: number,
): void {
  if (others > 0) throw new InvalidRunError(`${name}: ${others} of ${answered} requests had no 202`, REMEDY);
  if (answered === 0) throw new InvalidRunError(`${name} answered nothing`, REMEDY);
  if (messages < answered || messages > answered + connections)
    throw new InvalidRunError(`${name}: ${answered} answers of 202, but ${messages} messages`, REMEDY);
}
