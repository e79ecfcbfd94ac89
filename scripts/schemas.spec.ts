import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { catalogFiles } from '@anton/testing/catalog';
import { main, publishedSchemas } from './schemas';

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

it.each([
  ['repositories', 'repositories.yaml'],
  ['sources', 'sources.yaml'],
  ['template', 'templates/java-backend/template.yaml'],
])('describes the files of a catalog: %s', (name, file) => {
  const ajv = new Ajv2020({ strict: false });
  const validate = ajv.compile(publishedSchemas()[`catalog/schema/${name}.schema.json`] ?? false);
  for (const text of [catalogFiles()[file] ?? '', readFileSync(join('catalog', file), 'utf8')]) {
    validate(parse(text));
    expect(validate.errors).toBeNull();
  }
  expect(validate({ ...(parse(catalogFiles()[file] ?? '') as object), colour: 'red' })).toBe(false);
});
