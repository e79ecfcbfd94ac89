import { egressAllows, egressEntry } from '@anton/contracts';
import type { CatalogRepository, CatalogTemplate, CatalogToolServer } from '../../../catalog.port';
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

/** What is wrong with a template's server of tools, seen together with the rest of the template. */
function serverProblem(
  server: CatalogToolServer,
  index: number,
  { mcp = [], egress }: CatalogTemplate,
): string | null {
  const { name, command, url } = server;
  if (mcp.findIndex((other) => other.name === name) < index)
    return `two servers are called "${name}"; rename one`;
  if ((command === undefined) === (url === undefined)) return `"${name}" needs either a command or a url`;
  if (url === undefined) return null;
  const target = new URL(url);
  const { hostname: host, username, password } = target;
  if (username !== '' || password !== '') return `the url of "${name}" carries a credential; remove it`;
  if (egressAllows(egress, target)) return null;
  const port = Number(target.port) || (target.protocol === 'http:' ? 80 : 443);
  return `the url of "${name}" is not allowed; add ${egressEntry({ host, port })} to egress`;
}

/** Reports skills of a template that do not exist, and servers of tools that cannot be used. */
export function checkTemplate(
  folder: CatalogFolder,
  file: YamlFile<CatalogTemplate>,
  existing: Existing,
): void {
  checkNames(folder, file, 'skill', placedIn(['skills'], file.value.skills), existing);
  for (const [index, server] of (file.value.mcp ?? []).entries()) {
    const problem = serverProblem(server, index, file.value);
    if (problem !== null) folder.report(file.file, file.line(['mcp', index]), `mcp[${index}]: ${problem}`);
  }
}
