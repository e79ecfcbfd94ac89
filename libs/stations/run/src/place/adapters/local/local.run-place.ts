import type { CodeHost } from '@anton/codehost';
import { LocalWorkspace, type Workspace } from '@anton/workspace';
import type { RunFolders } from '../../../context/run-folders';
import type { RunOptions } from '../../../run-options';
import type { CheckedOutRun, RunState } from '../../../run-state';
import { RunPlace, type KeptStart, type PlaceTree, type ProofPlace } from '../../run-place.port';
import { keepStart, readKeptStart } from './kept-start';
import { endProofPlace, inProofPlace } from './proof-place';

const NO_ISOLATION =
  'commands run as this user, without isolation: install bubblewrap, or give Anton a machine of its own';

/** Folders of this machine; commands run under bubblewrap where it works. */
export class LocalRunPlace extends RunPlace {
  private workspace: Workspace | undefined;

  constructor(
    private readonly folders: RunFolders,
    private readonly options: RunOptions,
  ) {
    super();
  }

  override hostFor(inner: CodeHost): CodeHost {
    return inner;
  }

  override recover(): Promise<void> {
    return endProofPlace(this.folders);
  }

  override async open(run: RunState): Promise<Workspace> {
    this.workspace = await LocalWorkspace.open({
      root: this.folders.checkout,
      outDir: this.folders.out,
      home: this.folders.home,
      requireSandbox: this.options.requireSandbox,
      commandEnvironment: this.options.commandEnvironment,
      network: (run.context.route.egress ?? []).length > 0,
    });
    if (this.workspace.isolation === 'none') run.progress.tell('checkout', 'note', NO_ISOLATION);
    return this.workspace;
  }

  override keepStart(run: CheckedOutRun): Promise<void> {
    return keepStart(run);
  }

  override kept(): Promise<KeptStart | null> {
    return readKeptStart(this.folders);
  }

  override async inTree<T>(
    run: CheckedOutRun,
    tree: PlaceTree,
    work: (place: ProofPlace) => Promise<T>,
  ): Promise<T> {
    const start = await readKeptStart(this.folders);
    if (start === null) throw new Error('nothing was kept before the model began');
    const { requireSandbox, commandEnvironment } = this.options;
    return inProofPlace(run, start, { ...tree, requireSandbox, commandEnvironment }, work);
  }

  override async close(): Promise<void> {
    await this.workspace?.close();
  }
}
