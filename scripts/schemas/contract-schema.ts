import 'reflect-metadata';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, IS_ISO8601, IS_OBJECT, IS_URL, ValidationTypes } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { IS_TEXT_LISTS } from '@anton/contracts';
import type { DocComments } from './doc-comments';
import { DIALECT, type Schema } from './json-schema';

type Definition = Schema & { readonly properties: Record<string, Schema>; required?: string[] };

/** A published contract: its root class, and what its decorators cannot say. */
export interface Contract {
  readonly id: string;
  readonly root: new () => object;
  /** Fields that must be there although their value may be null, by class. */
  readonly present?: Readonly<Record<string, readonly string[]>>;
  /** Conditions between the fields of the root. */
  readonly conditions?: readonly Schema[];
}

const TEXT_LISTS = {
  type: 'object',
  additionalProperties: { type: 'array', items: { type: 'string' } },
} as const;

function definitions(): Record<string, Definition> {
  return validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/$defs/',
    additionalConverters: {
      [IS_TEXT_LISTS]: TEXT_LISTS,
      [IS_OBJECT]: {},
      [IS_ISO8601]: { type: 'string', format: 'date-time' },
      [IS_URL]: { type: 'string', format: 'uri', pattern: '^https?://' },
    },
  }) as Record<string, Definition>;
}

/** The fields of a class whose validation may be skipped: the contracts skip it for null, so null is allowed. */
function nullable(name: string): ReadonlySet<string> {
  const metadata = [...getMetadataStorage()['validationMetadatas'].values()].flat();
  return new Set(
    metadata
      .filter(({ target }) => typeof target === 'function' && target.name === name)
      .filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION)
      .map(({ propertyName }) => propertyName),
  );
}

function describe(name: string, definition: Definition, comments: DocComments, contract: Contract): Schema {
  const mayBeNull = nullable(name);
  const properties = Object.entries(definition.properties).map(([field, schema]) => {
    const description = comments.get(`${name}.${field}`);
    const value = mayBeNull.has(field) ? { anyOf: [schema, { type: 'null' }] } : schema;
    return [field, { ...(description !== undefined && { description }), ...value }];
  });
  const required = [...(definition.required ?? []), ...(contract.present?.[name] ?? [])];
  const description = comments.get(name);
  return {
    ...(description !== undefined && { description }),
    type: 'object',
    properties: Object.fromEntries(properties) as Schema,
    ...(required.length > 0 && { required }),
  };
}

/** The names of the definitions that `schema` refers to, also through others. */
function reached(
  schema: Schema,
  all: Readonly<Record<string, Schema>>,
  found = new Set<string>(),
): Set<string> {
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
    const next = all[name];
    if (next === undefined || found.has(name)) continue;
    reached(next, all, found.add(name));
  }
  return found;
}

/** The JSON Schema of a contract, from its class-validator decorators and doc comments; complete in itself. */
export function contractSchema(contract: Contract, comments: DocComments): Schema {
  const all = Object.fromEntries(
    Object.entries(definitions()).map(([name, definition]) => [
      name,
      describe(name, definition, comments, contract),
    ]),
  );
  const root = all[contract.root.name] ?? {};
  const used = [...reached(root, all)].toSorted();
  return {
    $schema: DIALECT,
    $id: contract.id,
    title: contract.id,
    ...root,
    ...(contract.conditions !== undefined && { allOf: contract.conditions }),
    ...(used.length > 0 && { $defs: Object.fromEntries(used.map((name) => [name, all[name]])) }),
  };
}
