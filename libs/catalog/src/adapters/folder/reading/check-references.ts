import type { CatalogRepository, CatalogTemplate } from '../../../catalog.port';
import type { CatalogFolder } from './catalog-folder';
import type { Path, YamlFile } from './yaml-file';

/** Names that exist, whether what they name is usable or not: a bad file is reported once, where it is bad. */
export interface Existing {
  readonly template: ReadonlyMap<string, unknown>;
  readonly skill: ReadonlyMap<string, unknown>;
}

const PLACES = { template: 'templates/NAME/template.yaml', skill: 'skills/NAME/SKILL.md' } as const;

function unknownName(kind: keyof Existing, name: string, existing: Existing): string | null {
  if (existing[kind].has(name)) return null;
  const known = [...existing[kind].keys()].join(', ') || 'none';
  return `${kind} "${name}" does not exist; add ${PLACES[kind].replace('NAME', name)} or use one of: ${known}`;
}

/** Reports names that nothing carries; `placed` is each name and where it stands. */
function checkNames(
  folder: CatalogFolder,
  file: YamlFile<unknown>,
  kind: keyof Existing,
  placed: readonly (readonly [string, Path])[],
  existing: Existing,
): void {
  for (const [name, path] of placed) {
    const problem = unknownName(kind, name, existing);
    if (problem !== null) folder.report(file.file, file.line(path), problem);
  }
}

const placedIn = (path: Path, names: readonly string[]): [string, Path][] =>
  names.map((name, index) => [name, [...path, index]]);

/** Reports repositories that share an id, and templates and skills that do not exist. */
export function checkRepositories(
  folder: CatalogFolder,
  file: YamlFile<{ readonly repositories: readonly CatalogRepository[] }>,
  existing: Existing,
): void {
  const ids = new Set<string>();
  for (const [index, { id, template, templates, skills }] of file.value.repositories.entries()) {
    const path = ['repositories', index];
    if (ids.has(id))
      folder.report(file.file, file.line([...path, 'id']), `two repositories are called "${id}"; rename one`);
    ids.add(id);
    // `templates` may have been left out; it then stands for `template`.
    const others = placedIn([...path, 'templates'], templates).filter(([name]) => name !== template);
    checkNames(folder, file, 'template', [[template, [...path, 'template']], ...others], existing);
    checkNames(folder, file, 'skill', placedIn([...path, 'skills'], skills), existing);
  }
}

/** Reports skills of a template that do not exist. */
export function checkTemplate(
  folder: CatalogFolder,
  file: YamlFile<CatalogTemplate>,
  existing: Existing,
): void {
  checkNames(folder, file, 'skill', placedIn(['skills'], file.value.skills), existing);
}
