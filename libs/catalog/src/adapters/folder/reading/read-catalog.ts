import type { CatalogSnapshot } from '../../../catalog.port';
import { repositoriesFile } from '../files/repositories.file';
import { sourcesFile } from '../files/sources.file';
import { CatalogFolder } from './catalog-folder';
import { checkRepositories, checkTemplate } from './check-references';
import { readSkills } from './read-skills';
import { readTemplates, type Found } from './read-templates';

function usable<T>(found: Found<T>): Map<string, T> {
  return new Map([...found].filter((entry): entry is [string, T] => entry[1] !== null));
}

async function readRepositories(folder: CatalogFolder) {
  const text = await folder.text('repositories.yaml');
  if (text === null)
    folder.report(
      'repositories.yaml',
      null,
      'does not exist; ANTON_CATALOG_DIR must name the folder that holds it',
    );
  return text === null ? null : folder.parse('repositories.yaml', text, repositoriesFile);
}

/** Reads the whole catalog below `dir`. @throws CatalogError naming every bad file and line. */
export async function readCatalog(dir: string): Promise<CatalogSnapshot> {
  const folder = new CatalogFolder(dir);
  const repositories = await readRepositories(folder);
  const sources = folder.parse('sources.yaml', (await folder.text('sources.yaml')) ?? '', sourcesFile);
  const templates = await readTemplates(folder);
  const skills = await readSkills(folder);
  const existing = { template: templates, skill: skills };
  if (repositories !== null) checkRepositories(folder, repositories, existing);
  for (const template of usable(templates).values()) checkTemplate(folder, template, existing);
  const version = folder.close();
  return {
    version,
    repositories: repositories?.value.repositories ?? [],
    templates: new Map([...usable(templates)].map(([name, { value }]) => [name, value])),
    skills: usable(skills),
    sources: sources?.value ?? sourcesFile.parse({}),
  };
}
