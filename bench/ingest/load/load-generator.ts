import type { SignedRequest } from '../deliveries/signed-requests';

/** What to send: each of `connections` sends one request after the other for `seconds`. */
export interface Load {
  readonly url: string;
  readonly requests: readonly SignedRequest[];
  readonly connections: number;
  readonly seconds: number;
}

/** What came back. `others` are answers that were not 202, and requests without an answer. */
export interface LoadResult {
  readonly answered: number;
  readonly others: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A program that sends load, in a process of its own. */
export abstract class LoadGenerator {
  abstract readonly name: string;
  abstract readonly version: string;
  abstract run(load: Load): Promise<LoadResult>;
}
