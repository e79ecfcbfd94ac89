import type { CheckRun } from '@anton/agent';
import type { CodeHost, ExportRequest } from '@anton/codehost';
import type { Workspace } from '@anton/workspace';
import type { CheckedOutRun, RunState } from '../run-state';

/** A tree that a change is proven on. */
export type PlaceTree = Pick<ExportRequest, 'tree' | 'overlay'>;

/** What a tree is looked at in. */
export interface ProofPlace {
  readonly treeSha: string;
  readonly workspace: Workspace;
}

/** What setup and baseline left, kept as it was before the model's first action: dependencies, caches, HOME. */
export interface KeptStart {
  /** With the names of all its tests. */
  readonly baseline: CheckRun | null;
}

/**
 * Where the repository of one run lies and its commands work. "One of": folders of this machine, or the sandbox of a
 * Pod, which the runner reaches by a socket and never by a path.
 */
export abstract class RunPlace {
  /** The code host of this run: the work tree that it exports and compares is the one of {@link open}'s workspace. */
  abstract hostFor(inner: CodeHost): CodeHost;

  /** Makes what a killed life of this run left here whole again. @throws when there is nothing to go on with */
  abstract recover(): Promise<void>;

  /** The workspace of the checkout that {@link hostFor}'s host has made. */
  abstract open(run: RunState): Promise<Workspace>;

  /** Keeps a copy that the model's commands cannot reach. @throws when it cannot be made */
  abstract keepStart(run: CheckedOutRun): Promise<void>;

  /** What was kept, also by an earlier life of the run; null when nothing was. */
  abstract kept(): Promise<KeptStart | null>;

  /**
   * Exports a tree to where the checkout is, with what {@link keepStart} kept and nothing else, and does `work` there.
   * The place is the same because environments hold absolute paths: elsewhere they would lead the tests back into the
   * checkout. The change of the run is what it was before, however `work` ends.
   */
  abstract inTree<T>(
    run: CheckedOutRun,
    tree: PlaceTree,
    work: (place: ProofPlace) => Promise<T>,
  ): Promise<T>;

  /** Ends everything that runs here. */
  abstract close(): Promise<void>;
}

/** Finds the place of each run. */
export abstract class RunPlaces {
  abstract begin(run: RunState): Promise<RunPlace>;
}
