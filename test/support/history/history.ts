import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HistoryEntry } from './history-entry';

/** What happened, one JSON line each, for the checker and for whoever looks at a failure later. */
export class History {
  private constructor(
    readonly file: string,
    private readonly isTemporary: boolean,
  ) {}

  /** Makes an empty history `<name>-….jsonl`, in `ANTON_HISTORY_DIR` or a temporary folder. */
  static create(name: string): History {
    const chosen = process.env['ANTON_HISTORY_DIR'];
    const dir = chosen ?? mkdtempSync(join(tmpdir(), 'anton-history-'));
    mkdirSync(dir, { recursive: true });
    return new History(join(dir, `${name}-${Date.now()}.jsonl`), chosen === undefined);
  }

  record(...entries: readonly HistoryEntry[]): void {
    appendFileSync(this.file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  read(): readonly HistoryEntry[] {
    return readHistory(this.file);
  }

  /** Removes it unless somebody chose where it is. */
  discard(): void {
    if (this.isTemporary) rmSync(dirname(this.file), { recursive: true });
  }
}

export function readHistory(file: string): readonly HistoryEntry[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as HistoryEntry);
}
