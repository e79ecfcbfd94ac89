import { within } from './within';

/** How a reading is spared, in milliseconds. */
export interface CachedReadingOptions<T> {
  /** How long a good answer is given again. */
  readonly goodForMs: number;
  /** How long a failure, or an answer that is not good, is given again. */
  readonly badForMs: number;
  /** How long whoever asks waits. */
  readonly timeoutMs: number;
  /** Default: every answer is good. */
  readonly isGood?: (answer: T) => boolean;
}

/** A look that has not ended after so many times the timeout is given up, and another one may begin. */
const GIVEN_UP_AFTER = 6;

interface Look<T> {
  readonly answer: Promise<T>;
  /** When another look begins, on the clock of `performance`. */
  until: number;
}

/**
 * Looks at something outside for many who ask: one look at a time, and its answer is given again for a short while.
 * Whoever asks waits for a bounded time; a look that ends later still counts for the next one.
 */
export class CachedReading<T> {
  private look: Look<T> | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly options: CachedReadingOptions<T>,
  ) {}

  /** @throws what the reading throws, or Error `no answer in time` */
  async get(): Promise<T> {
    if (this.look === undefined || performance.now() >= this.look.until) this.look = this.begin();
    return within(this.options.timeoutMs, this.look.answer);
  }

  private begin(): Look<T> {
    const { goodForMs, badForMs, timeoutMs, isGood = () => true } = this.options;
    const look = { answer: this.read(), until: performance.now() + timeoutMs * GIVEN_UP_AFTER };
    look.answer.then(
      (answer) => (look.until = performance.now() + (isGood(answer) ? goodForMs : badForMs)),
      () => (look.until = performance.now() + badForMs),
    );
    return look;
  }
}
