import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import matter from 'gray-matter';
import { parse as parseYaml } from 'yaml';
import { CatalogError, type CatalogProblem } from '../../catalog.errors';
import type { CatalogSkill, CatalogSnapshot, CatalogTemplate } from '../../catalog.port';
import { repositoriesFile, skillFrontMatter, sourcesFile, templateFile } from './catalog-schemas';
import { crossProblems } from './cross-problems';
import { readYaml, type Read } from './read-yaml';

class Reading {
  readonly problems: CatalogProblem[] = [];
  private readonly hash = createHash('sha256');

  constructor(private readonly dir: string) {}

  async text(file: string): Promise<string> {
    const text = existsSync(join(this.dir, file)) ? await readFile(join(this.dir, file), 'utf8') : '';
    this.hash.update(`${file}\0${text}\0`);
    return text;
  }

  /** Names of the folders below `folder` that hold `file`. */
  async folders(folder: string, file: string): Promise<string[]> {
    if (!existsSync(join(this.dir, folder))) return [];
    const names = (await readdir(join(this.dir, folder))).toSorted();
    return names.filter((name) => existsSync(join(this.dir, folder, name, file)));
  }

  take<T>(read: Read<T>): T | undefined {
    if ('value' in read) return read.value;
    this.problems.push(...read.problems);
    return undefined;
  }

  version(): string {
    return this.hash.digest('hex');
  }
}

async function readTemplates(reading: Reading): Promise<Map<string, CatalogTemplate>> {
  const found = new Map<string, CatalogTemplate>();
  for (const name of await reading.folders('templates', 'template.yaml')) {
    const file = `templates/${name}/template.yaml`;
    const template = reading.take(readYaml(file, await reading.text(file), templateFile));
    if (template === undefined) continue;
    if (template.name !== name)
      reading.problems.push({ file, line: 1, problem: `name: must be "${name}", as its folder` });
    found.set(name, template);
  }
  return found;
}

/** Front matter is YAML; the engines of gray-matter that run code are off. */
const ENGINES = { yaml: (text: string) => (parseYaml(text) ?? {}) as object };
const NO_CODE = {
  language: 'yaml',
  engines: { ...ENGINES, javascript: ENGINES.yaml, js: ENGINES.yaml, json: ENGINES.yaml },
};

async function readSkills(reading: Reading): Promise<Map<string, CatalogSkill>> {
  const found = new Map<string, CatalogSkill>();
  for (const name of await reading.folders('skills', 'SKILL.md')) {
    const file = `skills/${name}/SKILL.md`;
    try {
      const { data, content } = matter(await reading.text(file), NO_CODE);
      const front = skillFrontMatter.safeParse(data);
      if (front.success && front.data.name === name)
        found.set(name, { name, description: front.data.description, body: content.trim() });
      else
        reading.problems.push({
          file,
          line: 1,
          problem: `the front matter must hold name: ${name} and a description`,
        });
    } catch (error) {
      reading.problems.push({
        file,
        line: 1,
        problem: `the front matter cannot be read: ${String(error).split('\n')[0]}`,
      });
    }
  }
  return found;
}

/** Reads the whole catalog. @throws CatalogError naming every bad file and line. */
export async function readCatalog(dir: string): Promise<CatalogSnapshot> {
  if (!existsSync(join(dir, 'repositories.yaml'))) {
    throw new CatalogError([{ file: join(dir, 'repositories.yaml'), line: null, problem: 'does not exist' }]);
  }
  const reading = new Reading(dir);
  const repositories = reading.take(
    readYaml('repositories.yaml', await reading.text('repositories.yaml'), repositoriesFile),
  );
  const sources = reading.take(readYaml('sources.yaml', await reading.text('sources.yaml'), sourcesFile));
  const templates = await readTemplates(reading);
  const skills = await readSkills(reading);
  const problems = [
    ...reading.problems,
    ...crossProblems(repositories?.repositories ?? [], templates, skills),
  ];
  if (problems.length > 0 || repositories === undefined || sources === undefined)
    throw new CatalogError(problems);
  return { version: reading.version(), repositories: repositories.repositories, templates, skills, sources };
}
