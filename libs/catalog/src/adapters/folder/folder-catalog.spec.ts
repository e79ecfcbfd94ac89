import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConsoleLogger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  catalogContract,
  catalogFiles,
  type CatalogFiles,
  type CatalogSubject,
} from '@anton/testing/catalog';
import { Catalog, FolderCatalogModule, type FolderCatalogOptions } from '../..';

const folders: string[] = [];

async function write(dir: string, files: CatalogFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
}

async function open(
  files: CatalogFiles,
  options: Partial<FolderCatalogOptions> = {},
): Promise<CatalogSubject> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-catalog-'));
  folders.push(dir);
  await write(dir, files);
  const imports = [FolderCatalogModule.forRoot({ dir, ...options })];
  const module = await Test.createTestingModule({ imports }).setLogger(logged).compile();
  await module.init();
  return {
    catalog: module.get(Catalog),
    change: (changes) => write(dir, changes),
    close: () => module.close(),
  };
}

/** Keeps what is logged as an error. */
class Kept extends ConsoleLogger {
  readonly errors: string[] = [];
  override error(message: string): void {
    this.errors.push(message);
  }
  override log(): void {}
  override warn(): void {}
}

let logged: Kept;

beforeEach(() => {
  logged = new Kept();
});

afterEach(async () => {
  await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
});

catalogContract('FolderCatalog', open);

it('logs a bad file once, with file, line, remedy and what stays in force', { timeout: 15_000 }, async () => {
  const { change, close } = await open(catalogFiles(), { pollMs: 50 });
  await change({ 'sources.yaml': 'jira:\n  trigger: { lable: x }\n' });
  await vi.waitFor(() => expect(logged.errors).toHaveLength(1), { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  await close();
  expect(logged.errors).toEqual([
    expect.stringMatching(
      /sources\.yaml:2: jira\.trigger\.lable: is no known field[\s\S]*schema[\s\S]*stays in force/,
    ),
  ]);
});

it('reads once and never again when it is not to watch', async () => {
  const { catalog, change, close } = await open(catalogFiles(), { watch: false, pollMs: 10 });
  const before = catalog.snapshot();
  await change({ 'sources.yaml': '' });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(catalog.snapshot()).toBe(before);
  await close();
});

it('sees folders that are new, as a mounted volume brings them', { timeout: 15_000 }, async () => {
  const { catalog, change, close } = await open(catalogFiles(), { pollMs: 3_600_000 });
  await change({ 'skills/new/SKILL.md': '---\nname: new\ndescription: New\n---\nBody.\n' });
  await vi.waitFor(() => expect(catalog.snapshot().skills.has('new')).toBe(true), { timeout: 10_000 });
  await close();
});
