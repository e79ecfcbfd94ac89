import { mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportedIndex, withIndex } from './work-index';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-index-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('copies the index with its time, so that git still knows what was written in the same second', async () => {
  const at = new Date('2026-11-01T10:00:00.250Z');
  writeFileSync(exportedIndex(dir), 'index');
  utimesSync(exportedIndex(dir), at, at);
  const time = await withIndex(dir, (file) => Promise.resolve(statSync(file).mtime));
  expect(time).toEqual(at);
});
