import { Ajv2020, type Options } from 'ajv/dist/2020.js';
import type { JsonSchema } from '@anton/models';

/** What is wrong with a tool's input; null when it fits. */
export type InputCheck = (input: unknown) => string | null;

const COMMON: Options = { strict: false, allErrors: true, logger: false };

/** Patterns of a stranger are not run: some take for ever. What they would refuse, the server refuses itself. */
const ANY_TEXT = Object.assign(() => ({ test: () => true }), { code: '() => ({ test: () => true })' });

/**
 * The check for inputs of a tool; `isForeign` says that a stranger wrote the schema.
 * @throws Error when no validator can be made of the schema.
 */
export function inputCheck(schema: JsonSchema, { isForeign }: { readonly isForeign: boolean }): InputCheck {
  const foreign: Options = { allErrors: false, validateFormats: false, code: { regExp: ANY_TEXT } };
  const ajv = new Ajv2020({ ...COMMON, ...(isForeign ? foreign : {}) });
  const validate = ajv.compile(schema);
  return (input) => (validate(input) ? null : ajv.errorsText(validate.errors, { dataVar: 'input' }));
}
