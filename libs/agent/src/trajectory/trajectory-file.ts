import { closeSync, fdatasyncSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';

/**
 * Appends lines to a file; each is on the disk before {@link append} returns. It writes synchronously on purpose:
 * nothing that a line describes may go on before. A failure is warned of once and ends the writing, never the run.
 */
export class TrajectoryFile {
  private readonly logger = new Logger('Trajectory');
  private descriptor: number | null = null;

  constructor(private readonly path: string) {
    this.attempt(() => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      this.descriptor = openSync(path, 'a+', 0o600);
      if (!this.endsLine(this.descriptor)) this.append('');
    });
  }

  get isOpen(): boolean {
    return this.descriptor !== null;
  }

  append(line: string): void {
    const { descriptor } = this;
    if (descriptor === null) return;
    this.attempt(() => {
      writeFileSync(descriptor, `${line}\n`);
      fdatasyncSync(descriptor);
    });
  }

  /** Does `work`; its failure ends the writing. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.warn(`${this.path} cannot be written, the run goes on without its record: ${reason}`);
      this.close();
    }
  }

  close(): void {
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }

  /** False after a runner that was killed in the middle of a line. */
  private endsLine(descriptor: number): boolean {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size === 0) return true;
    const last = Buffer.alloc(1);
    readSync(descriptor, last, 0, 1, stat.size - 1);
    return last.toString() === '\n';
  }
}
