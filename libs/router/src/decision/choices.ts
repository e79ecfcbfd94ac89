import type { CatalogRepository, CatalogSnapshot } from '@anton/catalog';

/** What the model may choose from; all of it is the catalog's. */
export interface Choices {
  readonly templates: readonly string[];
  readonly skills: readonly string[];
}

function skillsOf(
  repository: CatalogRepository,
  catalog: CatalogSnapshot,
  templates: readonly string[],
): string[] {
  const own = templates.flatMap((name) => catalog.templates.get(name)?.skills ?? []);
  return [...new Set([...repository.skills, ...own])].toSorted();
}

/** The templates of a repository, and the skills of it and of them. */
export function choicesOf(repository: CatalogRepository, catalog: CatalogSnapshot): Choices {
  const { templates } = repository;
  return { templates, skills: skillsOf(repository, catalog, templates) };
}

/** The skills that go with the repository's own template. */
export function defaultSkills(repository: CatalogRepository, catalog: CatalogSnapshot): string[] {
  return skillsOf(repository, catalog, [repository.template]);
}
