import type { CatalogProblem } from '../../catalog.errors';
import type { CatalogRepository, CatalogSkill, CatalogTemplate } from '../../catalog.port';

type Named<T> = ReadonlyMap<string, T>;

function unknownNames(names: readonly string[], known: Named<unknown>, what: string): string[] {
  return names.filter((name) => !known.has(name)).map((name) => `${what} "${name}" does not exist`);
}

function ofRepository(
  repository: CatalogRepository,
  templates: Named<CatalogTemplate>,
  skills: Named<CatalogSkill>,
): CatalogProblem[] {
  const unknown = [
    ...unknownNames(repository.templates, templates, 'template'),
    ...unknownNames(repository.skills, skills, 'skill'),
  ];
  return unknown.map((problem) => ({
    file: 'repositories.yaml',
    line: null,
    problem: `repository ${repository.id}: ${problem}`,
  }));
}

function ofTemplate(template: CatalogTemplate, skills: Named<CatalogSkill>): CatalogProblem[] {
  const file = `templates/${template.name}/template.yaml`;
  return unknownNames(template.skills, skills, 'skill').map((problem) => ({ file, line: null, problem }));
}

function duplicates(repositories: readonly CatalogRepository[]): CatalogProblem[] {
  const ids = repositories.map((repository) => repository.id);
  const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...twice].map((id) => ({
    file: 'repositories.yaml',
    line: null,
    problem: `two repositories are called ${id}`,
  }));
}

/** What is wrong between the files. */
export function crossProblems(
  repositories: readonly CatalogRepository[],
  templates: Named<CatalogTemplate>,
  skills: Named<CatalogSkill>,
): CatalogProblem[] {
  return [
    ...duplicates(repositories),
    ...repositories.flatMap((repository) => ofRepository(repository, templates, skills)),
    ...[...templates.values()].flatMap((template) => ofTemplate(template, skills)),
  ];
}
