declare module 'class-transformer/cjs/storage.js' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage';
  /** Where class-transformer keeps what `@Type` says; the package has no type for this file. */
  export const defaultMetadataStorage: MetadataStorage;
}
