import { watch, type FSWatcher } from 'node:fs';

/** Editors and volume mounts write in several steps: so long nothing must happen before it counts as one change. */
const SETTLE_MS = 300;

/** Calls `changed` after a change below a folder, and every `pollMs` in case the file system reports nothing. */
export class FolderWatch {
  private watcher: FSWatcher | undefined;
  private settling: NodeJS.Timeout | undefined;
  private readonly polling: NodeJS.Timeout;

  constructor(
    dir: string,
    pollMs: number,
    private readonly changed: () => void,
    private readonly lost: (error: Error) => void,
  ) {
    this.polling = setInterval(changed, pollMs).unref();
    try {
      this.watcher = watch(dir, { recursive: true, persistent: false }, () => this.settle());
      this.watcher.on('error', lost);
    } catch (error) {
      this.lost(error as Error);
    }
  }

  close(): void {
    clearInterval(this.polling);
    clearTimeout(this.settling);
    this.watcher?.close();
  }

  private settle(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(this.changed, SETTLE_MS).unref();
  }
}
