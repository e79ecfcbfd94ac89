import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoriesFile, skillFrontMatter, sourcesFile, templateFile } from '@anton/catalog';
import { catalogSchema } from './schemas/catalog-schema';
import { contractSchema } from './schemas/contract-schema';
import { CONTRACTS } from './schemas/contracts';
import { readDocComments } from './schemas/doc-comments';
import type { Schema } from './schemas/json-schema';

const CATALOG_FILES = {
  repositories: [repositoriesFile, 'repositories.yaml'],
  sources: [sourcesFile, 'sources.yaml'],
  template: [templateFile, 'templates/NAME/template.yaml'],
  skill: [skillFrontMatter, 'the front matter of skills/NAME/SKILL.md'],
} as const;

/** Every published JSON Schema by the path of its file, made from the code below `root`. */
export function publishedSchemas(root = '.'): Readonly<Record<string, Schema>> {
  const comments = readDocComments(join(root, 'libs/contracts/src'));
  return Object.fromEntries([
    ...CONTRACTS.map((contract) => [`docs/schemas/${contract.id}.json`, contractSchema(contract, comments)]),
    ...Object.entries(CATALOG_FILES).map(([name, [schema, file]]) => [
      `catalog/schema/${name}.schema.json`,
      catalogSchema(schema, file),
    ]),
  ]);
}

function stored(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/**
 * Writes the published JSON Schemas into the folder that the last argument names (default: here). With `--check` it
 * compares them instead, names each file that differs and the command that mends it, and returns 1.
 */
export async function main(args: readonly string[]): Promise<number> {
  const target = args.find((arg) => !arg.startsWith('--')) ?? '.';
  let status = 0;
  for (const [name, schema] of Object.entries(publishedSchemas())) {
    const file = join(target, name);
    const text = `${JSON.stringify(schema, null, 2)}\n`;
    if (!args.includes('--check')) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    } else if (stored(file) !== text) {
      process.stderr.write(`${file} differs from the code. Remedy: npm run schemas\n`);
      status = 1;
    }
  }
  return status;
}
