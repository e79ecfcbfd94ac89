import 'reflect-metadata';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { z } from 'zod';
import { repositoriesFile, sourcesFile, templateFile } from '@anton/catalog';
import { AgentTask, RouteDecision, RunReport } from '@anton/contracts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

type Schema = Record<string, unknown>;

/** The class and the classes it refers to, as one schema. */
function contractSchema(root: new () => object, id: string): Schema {
  const all = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/$defs/',
  }) as Record<string, Schema>;
  const used = new Set<string>();
  const collect = (schema: unknown): void => {
    for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      collect(all[name]);
    }
  };
  collect(all[root.name]);
  const defs = Object.fromEntries([...used].toSorted().map((name) => [name, all[name]]));
  return {
    $schema: DIALECT,
    $id: id,
    title: id,
    ...all[root.name],
    ...(used.size === 0 ? {} : { $defs: defs }),
  };
}

function catalogSchema(schema: z.ZodType, title: string): Schema {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}

function files(): Readonly<Record<string, Schema>> {
  return {
    'docs/schemas/anton.task.v1.json': contractSchema(AgentTask, 'anton.task.v1'),
    'docs/schemas/anton.route.v1.json': contractSchema(RouteDecision, 'anton.route.v1'),
    'docs/schemas/anton.report.v1.json': contractSchema(RunReport, 'anton.report.v1'),
    'catalog/schema/repositories.schema.json': catalogSchema(repositoriesFile, 'repositories.yaml'),
    'catalog/schema/sources.schema.json': catalogSchema(sourcesFile, 'sources.yaml'),
    'catalog/schema/template.schema.json': catalogSchema(templateFile, 'templates/<name>/template.yaml'),
  };
}

function stored(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Writes the published JSON Schemas; with `--check` compares them and names the one that differs. */
export function main(args: readonly string[]): number {
  let status = 0;
  for (const [file, schema] of Object.entries(files())) {
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
