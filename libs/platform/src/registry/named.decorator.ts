import 'reflect-metadata';

/** What a named provider declares about itself. Lower `order` comes first; equal orders sort by name. */
export interface NamedRegistration {
  readonly name: string;
  readonly order: number;
}

/** Applies to the class of a provider: its unique name within one registry, and where it stands in the order. */
export type NamedDecorator = (name: string, options?: { readonly order?: number }) => ClassDecorator;

/**
 * Makes the decorator of a "many of" port. `key` is a fixed string, so that a class decorated by a second copy
 * of the SDK is found as well.
 */
export function createNamedDecorator(key: string): NamedDecorator {
  return (name, options = {}) =>
    (target) => {
      Reflect.defineMetadata(key, { name, order: options.order ?? 100 } satisfies NamedRegistration, target);
    };
}
