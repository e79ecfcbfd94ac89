import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { sourcesFile } from './sources.file';

const PAGES = 'docs/sources';
/** Every block of YAML that begins with the name of a part of sources.yaml, indented as an item of a list or not. */
const BLOCK = /^( *)```yaml\n((?: *)(?:jira|datadog|sonar|generic):[\s\S]*?)^\1```/gm;

const blocks = readdirSync(PAGES).flatMap((page) => {
  const text = readFileSync(join(PAGES, page), 'utf8');
  return [...text.matchAll(BLOCK)].map(([, , yaml = ''], index) => ({ page, index, yaml }));
});

describe('sources.yaml as docs/sources shows it', () => {
  it('is shown for every source', () => {
    expect(new Set(blocks.map(({ page }) => page))).toEqual(
      new Set(['datadog.md', 'generic.md', 'jira.md', 'sonar.md']),
    );
  });

  it.each(blocks)('$page, block $index', ({ yaml }) => {
    const { error } = sourcesFile.safeParse(parse(yaml));
    expect(error?.issues ?? []).toEqual([]);
  });

  it('has for the shipped sources the defaults that the catalog page names', () => {
    const page = readFileSync('docs/catalog.md', 'utf8');
    const [, yaml = ''] = /these are the defaults:\n\n```yaml\n([\s\S]*?)^```/m.exec(page) ?? [];
    expect(sourcesFile.parse({})).toEqual(parse(yaml));
  });

  it('is what is shipped, but for comments', () => {
    expect(sourcesFile.parse(parse(readFileSync('catalog/sources.yaml', 'utf8')))).toEqual(
      sourcesFile.parse({}),
    );
  });
});
