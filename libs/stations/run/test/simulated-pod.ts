import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalCodeHost } from '@anton/codehost';
import { emptyFolder, ExecServer, LocalWorkspace } from '@anton/workspace';
import type { PodVolumes, RunContext } from '../src';

/** What the other containers of a run's Pod do, in folders: `prepare` clones, the sandbox serves. */
export class SimulatedPod {
  readonly volumes: PodVolumes;
  private server: ExecServer | undefined;

  constructor(private readonly folder: string) {
    this.volumes = { trusted: this.at('trusted'), socket: this.at('exec.sock') };
  }

  /** A new Pod for one attempt. */
  async begin({ repository, task }: RunContext): Promise<void> {
    await this.close();
    const [trustedDir, root] = [this.at('trusted/repository'), this.at('checkout')];
    for (const path of ['trusted', 'checkout', 'state'])
      await rm(this.at(path), { recursive: true, force: true });
    for (const path of [trustedDir, root, this.at('state')]) await mkdir(path, { recursive: true });
    const where = { repository, taskId: task.taskId, trustedDir, checkoutDir: root };
    const checkout = await new LocalCodeHost().checkout(where);
    await writeFile(this.at('trusted/checkout.json'), JSON.stringify(checkout));
    const open = async (): Promise<LocalWorkspace> => {
      const [outDir, home] = [this.at('state/out'), this.at('state/home')];
      for (const path of [outDir, home]) await mkdir(path, { recursive: true });
      return LocalWorkspace.open({ root, outDir, home, isolation: 'none' });
    };
    const renew = (): Promise<void> => emptyFolder(this.at('state'));
    this.server = await ExecServer.listen({ socket: this.volumes.socket, root, open, renew, sealed: true });
  }

  async close(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  private at(path: string): string {
    return join(this.folder, 'pod', path);
  }
}
