import type { CatalogTemplate } from '../../../catalog.port';
import { templateFile } from '../files/template.file';
import type { CatalogFolder } from './catalog-folder';
import type { YamlFile } from './yaml-file';

/** Every template by the name of its folder; null for one that is there and not usable. */
export type Found<T> = ReadonlyMap<string, T | null>;

/** Reads templates/NAME/template.yaml. */
export async function readTemplates(folder: CatalogFolder): Promise<Found<YamlFile<CatalogTemplate>>> {
  const found = new Map<string, YamlFile<CatalogTemplate> | null>();
  for (const name of await folder.foldersIn('templates')) {
    const file = `templates/${name}/template.yaml`;
    const text = await folder.text(file);
    if (text === null) folder.report(file, null, 'does not exist; add it or remove its folder');
    const template = text === null ? null : folder.parse(file, text, templateFile);
    found.set(name, template);
    if (template !== null && template.value.name !== name)
      folder.report(file, template.line(['name']), `name: must be "${name}", as its folder`);
  }
  return found;
}
