import type { DeadLetter } from '@anton/queue';
import { sourceOf } from './walk-dead-letters';

/** One dead letter without its body, as an operator sees it. `place` counts from the oldest. */
export interface ListedLetter {
  readonly place: number;
  readonly id: string;
  readonly source: string | null;
  readonly routingKey: string | null;
  readonly category: string;
  readonly attempts: number;
  readonly publishedAt: string;
  readonly diedAt: string;
  readonly bytes: number;
}

/** A dead letter without its body. */
export function listedLetter(letter: DeadLetter, place: number): ListedLetter {
  const { id, routingKey, category, attempts, publishedAt, diedAt, body } = letter;
  return {
    place,
    id,
    source: sourceOf(letter),
    routingKey,
    category,
    attempts,
    publishedAt: publishedAt.toISOString(),
    diedAt: diedAt.toISOString(),
    bytes: Buffer.byteLength(body),
  };
}
