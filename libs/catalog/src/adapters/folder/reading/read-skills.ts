import matter from 'gray-matter';
import type { CatalogSkill } from '../../../catalog.port';
import { skillFrontMatter } from '../files/skill.file';
import type { CatalogFolder } from './catalog-folder';
import type { Found } from './read-templates';

interface FrontMatter {
  /** The lines between the marks, after an empty one in the place of the first mark, so that lines count right. */
  readonly yaml: string;
  readonly body: string;
}

/** gray-matter only splits the file here: every engine of it, those that run code included, is replaced by nothing. */
const NOTHING = { parse: () => ({}) };
const SPLIT_ONLY = { engines: { yaml: NOTHING, json: NOTHING, javascript: NOTHING } };

function split(text: string): FrontMatter | null {
  try {
    const { matter: yaml, content, language } = matter(text, SPLIT_ONLY);
    const isYaml = ['', 'yaml'].includes(language) && yaml.trim() !== '';
    return isYaml ? { yaml, body: content.trim() } : null;
  } catch {
    return null;
  }
}

function skillOf(folder: CatalogFolder, name: string, file: string, text: string): CatalogSkill | null {
  const parts = split(text);
  if (parts === null) {
    folder.report(file, 1, 'the front matter must be YAML between two lines of ---');
    return null;
  }
  const front = folder.parse(file, parts.yaml, skillFrontMatter);
  if (front === null) return null;
  if (front.value.name !== name)
    folder.report(file, front.line(['name']), `name: must be "${name}", as its folder`);
  if (parts.body === '') folder.report(file, null, 'has no text below its front matter');
  return { name, description: front.value.description, body: parts.body };
}

/** Reads skills/NAME/SKILL.md. */
export async function readSkills(folder: CatalogFolder): Promise<Found<CatalogSkill>> {
  const found = new Map<string, CatalogSkill | null>();
  for (const name of await folder.foldersIn('skills')) {
    const file = `skills/${name}/SKILL.md`;
    const text = await folder.text(file);
    if (text === null) folder.report(file, null, 'does not exist; add it or remove its folder');
    found.set(name, text === null ? null : skillOf(folder, name, file, text));
  }
  return found;
}
