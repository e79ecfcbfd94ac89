import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isAntonError, type AgentTask } from '@anton/contracts';
import { CatalogError } from '../../catalog.errors';
import { Catalog, type CatalogSnapshot, type RepositoryMatch } from '../../catalog.port';
import { matchTask } from '../../match-task';
import { FolderWatch } from './folder-watch';
import { readCatalog } from './reading/read-catalog';

/** Where the catalog lies. */
export interface FolderCatalogOptions {
  readonly dir: string;
  /** Read again on change; default true. */
  readonly watch?: boolean;
  /** Also looked at this often, for file systems that report no changes; milliseconds, default 30 s. */
  readonly pollMs?: number;
}

export const FOLDER_CATALOG_OPTIONS = Symbol.for('anton.folder-catalog-options');
const DEFAULT_POLL_MS = 30_000;

function messageOf(error: unknown): string {
  if (isAntonError(error)) return `${error.message}\n${error.remedy}`;
  return error instanceof Error ? error.message : String(error);
}

/** The catalog in a folder. A reading with a mistake is logged, and the last good one stays in force. */
@Injectable()
export class FolderCatalog extends Catalog implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(FolderCatalog.name);
  private current: CatalogSnapshot | undefined;
  private watch: FolderWatch | undefined;
  private reading: Promise<void> = Promise.resolve();
  private lastFailure: string | undefined;

  constructor(@Inject(FOLDER_CATALOG_OPTIONS) private readonly options: FolderCatalogOptions) {
    super();
  }

  /** @throws CatalogError when the first reading is not good. */
  async onModuleInit(): Promise<void> {
    const { dir, watch = true, pollMs = DEFAULT_POLL_MS } = this.options;
    this.current = await readCatalog(dir);
    if (!watch) return;
    this.watch = new FolderWatch(
      dir,
      pollMs,
      () => this.changed(),
      (error) => this.logger.warn(`changes of ${dir} are seen every ${pollMs} ms only: ${error.message}`),
    );
  }

  /** Resolves when nothing is read any more. */
  async onModuleDestroy(): Promise<void> {
    this.watch?.close();
    await this.reading;
  }

  snapshot(): CatalogSnapshot {
    if (this.current === undefined)
      throw new CatalogError([{ file: this.options.dir, line: null, problem: 'was not read yet' }]);
    return this.current;
  }

  match(task: AgentTask): RepositoryMatch {
    return matchTask(task, this.snapshot().repositories);
  }

  /** One reading after the other, so that an older one never replaces a newer one. */
  private changed(): void {
    this.reading = this.reading.then(() => this.readAgain());
  }

  private async readAgain(): Promise<void> {
    try {
      const next = await readCatalog(this.options.dir);
      this.lastFailure = undefined;
      if (next.version === this.current?.version) return;
      this.current = next;
      this.logger.log(`read the catalog again, version ${next.version.slice(0, 12)}`);
    } catch (error) {
      const failure = messageOf(error);
      if (failure === this.lastFailure) return;
      this.lastFailure = failure;
      this.logger.error(`${failure}\nThe last good catalog stays in force.`);
    }
  }
}
