import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { Logger } from '@nestjs/common';

/** How much is read at once when the last whole line is looked for, in bytes. */
const PIECE = 65_536;

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
      this.cutTornLine(this.descriptor);
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

  /** Cuts off what a runner left that was killed in the middle of a line. */
  private cutTornLine(descriptor: number): void {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return;
    const piece = Buffer.alloc(PIECE);
    let end = stat.size;
    while (end > 0) {
      const from = Math.max(0, end - PIECE);
      const read = readSync(descriptor, piece, 0, end - from, from);
      const newline = piece.subarray(0, read).lastIndexOf('\n');
      if (newline >= 0) {
        end = from + newline + 1;
        break;
      }
      end = from;
    }
    if (end < stat.size) ftruncateSync(descriptor, end);
  }
}
