import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOISE } from '@anton/codehost';
import { TreeMirror, type SocketWorkspace } from '@anton/workspace';

/** The work tree of a sandbox and its mirror in a folder of the runner's own. */
export class SandboxTree {
  /** Paths of the files that it began with. */
  begun: readonly string[] = [];
  private mirror: TreeMirror | undefined;
  private isFrozen = false;

  constructor(
    private readonly workspace: SocketWorkspace,
    private readonly folder: string,
  ) {}

  /** The folder holds what the sandbox has; with `isUsed`, the sandbox is made to have what the folder holds. */
  async begin({ isUsed }: { readonly isUsed: boolean }): Promise<void> {
    if (isUsed) {
      await this.workspace.reset();
      await this.workspace.fill(this.folder);
    }
    this.mirror = await TreeMirror.ofExported(this.workspace, { folder: this.folder, skip: [...NOISE] });
    this.begun = this.mirror.paths;
  }

  /** Brings the folder to what the sandbox has now. */
  async update(): Promise<void> {
    if (!this.isFrozen) await this.mirror?.update();
  }

  /** Lets `change` alter the folder, and the sandbox follow. */
  async change(change: () => Promise<void>): Promise<void> {
    await this.mirror?.change(this.workspace, change);
  }

  /** The folder stays as it is from now on, whatever happens in the sandbox. */
  freeze(): void {
    this.isFrozen = true;
  }

  /** Takes everything out of the sandbox's tree. */
  async empty(): Promise<void> {
    const nothing = await mkdtemp(join(tmpdir(), 'anton-empty-'));
    try {
      await this.workspace.fill(nothing);
    } finally {
      await rmdir(nothing);
    }
  }
}
