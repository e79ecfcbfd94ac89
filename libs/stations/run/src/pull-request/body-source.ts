import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { RunEnding, RunFacts } from '../facts/run-facts';

/** What is known of a run whose pull request is written. */
export interface BodySource {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly facts: RunFacts;
  readonly ending: RunEnding;
}
