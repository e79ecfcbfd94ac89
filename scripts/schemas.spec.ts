import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { main } from './schemas';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anton-schemas-'));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

it('finds nothing to mend in what it wrote itself', async () => {
  expect(await main([folder])).toBe(0);
  expect(await main(['--check', folder])).toBe(0);
});

it('names the file that differs, and the command that mends it', async () => {
  await main([folder]);
  const file = join(folder, 'docs/schemas/anton.route.v1.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('needs_info', 'needs_infos'));
  rmSync(join(folder, 'catalog/schema/skill.schema.json'));
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  expect(await main(['--check', folder])).toBe(1);
  expect(said).toEqual([
    expect.stringMatching(/anton\.route\.v1\.json differs .* npm run schemas/),
    expect.stringContaining('skill.schema.json'),
  ]);
});

it('published what the code says', async () => {
  expect(await main(['--check'])).toBe(0);
});
