import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { CatalogError, type CatalogProblem } from '../../../catalog.errors';
import { readYaml, type YamlFile } from './yaml-file';

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** One reading of a folder: collects what is wrong, and the hash of everything that was read. */
export class CatalogFolder {
  private readonly problems: CatalogProblem[] = [];
  private readonly hash = createHash('sha256');

  constructor(private readonly dir: string) {}

  report(file: string, line: number | null, problem: string): void {
    this.problems.push({ file, line, problem });
  }

  /** The content of `file`, null when there is none or when it cannot be read (which is reported). */
  async text(file: string): Promise<string | null> {
    try {
      const text = await readFile(join(this.dir, file), 'utf8');
      this.hash.update(`${file}\0${text}\0`);
      return text;
    } catch (error) {
      if (!isAbsent(error)) this.report(file, null, `cannot be read: ${(error as Error).message}`);
      return null;
    }
  }

  /** `text` against `schema`; null when it does not fit (which is reported). */
  parse<S extends z.ZodType>(file: string, text: string, schema: S): YamlFile<z.output<S>> | null {
    const reading = readYaml(file, text, schema);
    if (reading.kind === 'good') return reading.content;
    this.problems.push(...reading.problems);
    return null;
  }

  /** Names of the folders below `parent`, in order; hidden ones do not count. */
  async foldersIn(parent: string): Promise<string[]> {
    try {
      const entries = await readdir(join(this.dir, parent), { withFileTypes: true });
      const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
      return folders
        .map(({ name }) => name)
        .filter((name) => !name.startsWith('.'))
        .toSorted();
    } catch (error) {
      if (!isAbsent(error)) this.report(parent, null, `cannot be read: ${(error as Error).message}`);
      return [];
    }
  }

  /** SHA-256 of what was read. @throws CatalogError when anything was reported. */
  close(): string {
    if (this.problems.length > 0) throw new CatalogError(this.problems);
    return this.hash.digest('hex');
  }
}
