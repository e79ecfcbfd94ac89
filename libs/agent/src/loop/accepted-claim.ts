import type { AnsweredCall } from './calls/tool-call';
import type { FinishClaim } from './finish-claim';

/** The answers of a turn, and the claim that ends the work, if one was made and holds. */
export interface ClaimedTurn {
  readonly answered: readonly AnsweredCall[];
  readonly claim: FinishClaim | null;
}

/** A claim made together with a call that failed is premature: it is answered by an error instead. */
export function acceptedClaim(answered: readonly AnsweredCall[]): ClaimedTurn {
  const claim = answered.findLast(({ result }) => result.claim !== undefined)?.result.claim ?? null;
  if (claim === null || answered.every(({ result }) => !result.isError)) return { answered, claim };
  const refuted = answered.map((one) =>
    one.result.claim === undefined
      ? one
      : {
          ...one,
          result: {
            content: 'Not finished: another call of this turn failed. Look at it first.',
            isError: true,
          },
        },
  );
  return { answered: refuted, claim: null };
}
