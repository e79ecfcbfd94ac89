import { watch, type FSWatcher } from 'node:fs';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { AgentTask } from '@anton/contracts';
import { CatalogError } from '../../catalog.errors';
import { Catalog, type CatalogSnapshot, type RepositoryMatch } from '../../catalog.port';
import { matchTask } from '../../match-task';
import { readCatalog } from './read-catalog';

/** Where the catalog lies. */
export interface FolderCatalogOptions {
  readonly dir: string;
  /** Read again on change; default true. */
  readonly watch?: boolean;
}

export const FOLDER_CATALOG_OPTIONS = Symbol.for('anton.folder-catalog-options');
const SETTLE_MS = 300;

/** The catalog in a folder. A reading with a mistake is logged, and the last good one stays in force. */
@Injectable()
export class FolderCatalog extends Catalog implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(FolderCatalog.name);
  private current: CatalogSnapshot | undefined;
  private watcher: FSWatcher | undefined;
  private settling: NodeJS.Timeout | undefined;

  constructor(@Inject(FOLDER_CATALOG_OPTIONS) private readonly options: FolderCatalogOptions) {
    super();
  }

  /** @throws CatalogError when the first reading is not good. */
  async onModuleInit(): Promise<void> {
    this.current = await readCatalog(this.options.dir);
    if (this.options.watch === false) return;
    this.watcher = watch(this.options.dir, { recursive: true, persistent: false }, () => this.changed());
    this.watcher.on('error', (error) =>
      this.logger.warn(`changes of ${this.options.dir} are no longer seen: ${error.message}`),
    );
  }

  onModuleDestroy(): void {
    clearTimeout(this.settling);
    this.watcher?.close();
  }

  snapshot(): CatalogSnapshot {
    if (this.current === undefined)
      throw new CatalogError([{ file: this.options.dir, line: null, problem: 'was not read yet' }]);
    return this.current;
  }

  match(task: AgentTask): RepositoryMatch {
    return matchTask(task, this.snapshot().repositories);
  }

  /** Editors write a file in several steps: waits until they are done. */
  private changed(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.readAgain(), SETTLE_MS);
  }

  private async readAgain(): Promise<void> {
    try {
      const next = await readCatalog(this.options.dir);
      if (next.version === this.current?.version) return;
      this.current = next;
      this.logger.log(`read the catalog again, version ${next.version.slice(0, 12)}`);
    } catch (error) {
      this.logger.error(
        `${error instanceof Error ? error.message : String(error)}\nThe last good catalog stays in force.`,
      );
    }
  }
}
