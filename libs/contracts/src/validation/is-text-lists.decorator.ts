import { ValidateBy, type ValidationOptions } from 'class-validator';

/** The name by which the constraint is known in metadata, e.g. to the generator of the JSON Schemas. */
export const IS_TEXT_LISTS = 'isTextLists';

function isTextLists(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (list) => Array.isArray(list) && list.every((item) => typeof item === 'string'),
  );
}

/** An object whose every value is a list of texts, e.g. `{ tag: ['team:payments', 'env:prod'] }`. */
export function IsTextLists(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: IS_TEXT_LISTS,
      validator: {
        validate: isTextLists,
        defaultMessage: () => '$property must be an object of lists of texts',
      },
    },
    options,
  );
}
