import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodeHost } from '@anton/codehost';
import type { SocketWorkspace, Workspace } from '@anton/workspace';
import { NotResumableError } from '../../../steps/not-resumable.error';
import type { CheckedOutRun, RunState } from '../../../run-state';
import { RunPlace, type KeptStart, type PlaceTree, type ProofPlace } from '../../run-place.port';
import { PreparedCodeHost } from './prepared.code-host';
import { SandboxArchive } from './sandbox-archive';
import { SandboxTree } from './sandbox-tree';

const UNSEALED =
  'commands could change the exec server of their sandbox here, so that a proof is as honest as the change';

/** The sandbox of a Pod: its tree is seen in a mirror, and everything in it is reached by the socket of its exec server. */
export class PodRunPlace extends RunPlace {
  private readonly tree: SandboxTree;
  private readonly archive: SandboxArchive;
  private start: KeptStart | null = null;

  constructor(
    private readonly workspace: SocketWorkspace,
    private readonly trusted: string,
    private readonly run: RunState,
  ) {
    super();
    this.tree = new SandboxTree(workspace, run.folders.checkout);
    this.archive = new SandboxArchive(workspace, run.folders.start);
  }

  override hostFor(inner: CodeHost): CodeHost {
    const isUsed = this.run.lives.kind === 'anew';
    return new PreparedCodeHost(inner, this.trusted, this.tree, isUsed);
  }

  /** The Pod of a runner that was killed has gone, and its sandbox with it. */
  override recover(): Promise<void> {
    const reason = 'its sandbox has gone with its Pod';
    return Promise.reject(new NotResumableError(reason, reason));
  }

  override open(run: RunState): Promise<Workspace> {
    if (!this.workspace.sealed) run.progress.tell('checkout', 'note', UNSEALED);
    return Promise.resolve(this.workspace);
  }

  override async keepStart(run: CheckedOutRun): Promise<void> {
    await this.archive.keep(run.signal);
    this.start = { baseline: run.facts.baseline };
  }

  override kept(): Promise<KeptStart | null> {
    return Promise.resolve(this.start);
  }

  override async inTree<T>(
    run: CheckedOutRun,
    tree: PlaceTree,
    work: (place: ProofPlace) => Promise<T>,
  ): Promise<T> {
    // What the sandbox holds from now on is no work of the agent.
    this.tree.freeze();
    const { checkout, folders, signal } = run;
    const folder = join(folders.start, 'exported');
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const treeSha = await run.host.exportTree(checkout, { ...tree, folder, signal });
    await this.workspace.reset();
    await this.tree.empty();
    await this.archive.putBack(signal);
    await this.workspace.fill(folder, { remove: this.tree.begun });
    return work({ treeSha, workspace: this.workspace });
  }

  override close(): Promise<void> {
    return this.workspace.close();
  }
}
