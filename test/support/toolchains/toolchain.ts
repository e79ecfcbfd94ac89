import type { RouteDecision } from '@anton/contracts';
import type { ScriptedToolCall } from '@anton/simulation';

/** Files of a repository, by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A repository of one toolchain with a real bug that its own tests do not see, and what a coder does about it. */
export interface Toolchain {
  readonly name: string;
  /** What this machine lacks for it; null when it can be tried. */
  readonly missing: string | null;
  readonly files: Files;
  /** The title of the ticket, and the one that the pull request gets. */
  readonly title: string;
  readonly pullRequestTitle: string;
  /** What the coder reads before it edits. */
  readonly reads: readonly string[];
  readonly mends: ScriptedToolCall;
  /** Brings the test that fails without the mend. */
  readonly shows: ScriptedToolCall;
  /** Brings a test that passes without the mend too; tried where a run is cheap, or the tests of the base are chosen. */
  readonly misses?: ScriptedToolCall;
  /** What the template would say, where it matters. */
  readonly route?: Partial<RouteDecision>;
  readonly expected: {
    /** All checks, as they are detected. */
    readonly command: string;
    /** Tests before the change, skipped ones included, and how many the new test file adds. */
    readonly tests: number;
    readonly skipped: number;
    readonly added: number;
    /** The run of the changed tests on the base commit: the command, and how many tests it names. */
    readonly onBase: string;
    readonly testsOnBase: number;
    /** The tests that prove the mend, by name. */
    readonly proof: readonly string[];
    /** All paths of the change. */
    readonly paths: readonly string[];
  };
}
