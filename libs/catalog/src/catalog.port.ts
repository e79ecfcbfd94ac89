import type { AgentTask, Autonomy, Complexity, Risk, SourceSettings } from '@anton/contracts';

/** How much a repository lets Anton do. */
export interface RepositoryPolicy {
  readonly autonomy: Autonomy;
  readonly maxRisk: Risk;
  readonly maxConcurrentRuns: number;
  readonly maxOpenPullRequests: number;
  readonly dailyBudgetUsd: number;
  readonly protectedPaths: readonly string[];
  /** Whose labels may override the router, as `requestedBy` of a task names them. */
  readonly overridesBy: readonly string[];
}

/** One entry of repositories.yaml. */
export interface CatalogRepository {
  readonly id: string;
  readonly url: string;
  readonly branch: string;
  /** Used when the router gives no usable answer. */
  readonly template: string;
  /** What the router may choose from; contains `template`. */
  readonly templates: readonly string[];
  readonly skills: readonly string[];
  readonly match: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly policy: RepositoryPolicy;
}

/** A server of tools for the agent (MCP): exactly one of `command` and `url`, whose host is one of `egress`. */
export interface CatalogToolServer {
  readonly name: string;
  readonly command?: readonly string[] | undefined;
  readonly url?: string | undefined;
}

/** One templates/<name>/template.yaml. */
export interface CatalogTemplate {
  readonly name: string;
  readonly description: string;
  readonly image: string;
  readonly setup: readonly string[];
  readonly checks: readonly string[];
  readonly skills: readonly string[];
  readonly resources: Readonly<Record<Complexity, { readonly cpu: string; readonly memory: string }>>;
  readonly limits: Readonly<Record<Complexity, { readonly costUsd: number; readonly minutes: number }>>;
  readonly egress: readonly string[];
  readonly mcp?: readonly CatalogToolServer[] | undefined;
  /** Runs at once in all repositories; undefined: as many as there may be. */
  readonly maxConcurrentRuns?: number | undefined;
}

/** One skills/<name>/SKILL.md. `body` is Markdown without the front matter. */
export interface CatalogSkill {
  readonly name: string;
  readonly description: string;
  readonly body: string;
}

/** Everything the catalog holds, of one reading: `version` is the SHA-256 of its files. */
export interface CatalogSnapshot {
  readonly version: string;
  readonly repositories: readonly CatalogRepository[];
  readonly templates: ReadonlyMap<string, CatalogTemplate>;
  readonly skills: ReadonlyMap<string, CatalogSkill>;
  readonly sources: SourceSettings;
}

/** Which repositories a task fits. `ambiguous` is an answer: ask, never guess. */
export type RepositoryMatch =
  | { readonly kind: 'unique'; readonly repository: CatalogRepository }
  | { readonly kind: 'ambiguous'; readonly repositories: readonly CatalogRepository[] }
  | { readonly kind: 'none' };

/**
 * The files that say what Anton may work on (architecture 5.8). Read at start and on change; the last good reading
 * stays in force when a file turns bad.
 */
export abstract class Catalog {
  /** The reading in force. @throws CatalogError when there has never been a good one. */
  abstract snapshot(): CatalogSnapshot;

  /** Matches a task against the repositories of `snapshot()`. Only the catalog's own values decide. */
  abstract match(task: AgentTask): RepositoryMatch;
}
