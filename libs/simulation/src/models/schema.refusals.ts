type Loose = Readonly<Record<string, unknown>>;

/** What a vendor's strict mode takes of JSON Schema. */
export interface StrictRules {
  readonly keywords: ReadonlySet<string>;
  readonly everyPropertyRequired: boolean;
}

function words(...lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}

const BOTH = words(
  'type properties required additionalProperties items enum const anyOf $ref $defs',
  'title description format pattern minItems',
);

/** https://platform.claude.com/docs/en/build-with-claude/structured-outputs: no bounds of numbers, strings or lists. */
export const ANTHROPIC_STRICT: StrictRules = {
  keywords: new Set([...BOTH, ...words('allOf default definitions')]),
  everyPropertyRequired: false,
};

/** https://platform.openai.com/docs/guides/structured-outputs: bounds, but no composition. */
export const OPENAI_STRICT: StrictRules = {
  keywords: new Set([
    ...BOTH,
    ...words('minimum maximum exclusiveMinimum exclusiveMaximum multipleOf maxItems'),
  ]),
  everyPropertyRequired: true,
};

function objectOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? (value as Loose) : {};
}

function partsOf(schema: Loose): unknown[] {
  const lists = [schema['anyOf'], schema['allOf']].flatMap((list) => (Array.isArray(list) ? list : []));
  const named = ['properties', '$defs', 'definitions'].flatMap((key) => Object.values(objectOf(schema[key])));
  return [...named, ...lists, ...(schema['items'] === undefined ? [] : [schema['items']])];
}

function looseObject(schema: Loose, rules: StrictRules): string | null {
  if (schema['type'] !== 'object') return null;
  if (schema['additionalProperties'] !== false) {
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  }
  const required = Array.isArray(schema['required']) ? (schema['required'] as unknown[]) : [];
  const optional = Object.keys(objectOf(schema['properties'])).find((name) => !required.includes(name));
  if (!rules.everyPropertyRequired || optional === undefined) return null;
  return `'required' is required to include every key in properties. Missing '${optional}'`;
}

/** Why a vendor's strict mode refuses a schema, or null. */
export function refusalOfSchema(value: unknown, rules: StrictRules): string | null {
  const schema = objectOf(value);
  const unknown = Object.keys(schema).find((keyword) => !rules.keywords.has(keyword));
  if (unknown !== undefined) {
    return `For '${String(schema['type'])}' type, property '${unknown}' is not supported`;
  }
  const loose = looseObject(schema, rules);
  if (loose !== null) return loose;
  return partsOf(schema).reduce<string | null>((found, part) => found ?? refusalOfSchema(part, rules), null);
}
