import { agent } from './agent/agent.bench';
import { cluster } from './cluster/cluster.bench';
import { dispatch } from './dispatch/dispatch.bench';
import type { Benchmark } from './harness/benchmark';
import { ingest } from './ingest/ingest.bench';
import { review } from './review/review.bench';
import { routing } from './routing/routing.bench';

/** Every benchmark, in the order in which they are listed. */
export const BENCHMARKS: readonly Benchmark[] = [ingest, routing, review, dispatch, agent, cluster];
