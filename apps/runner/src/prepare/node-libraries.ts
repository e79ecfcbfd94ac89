import { basename } from 'node:path';
import { PermanentError } from '@anton/contracts';

/** The dynamic loader by its names: ld-linux-x86-64.so.2, ld-linux-aarch64.so.1, ld-musl-x86_64.so.1. */
const LOADER = /^ld-(?:linux|musl)[^/]*\.so(?:\.\d+)?$/;

/** The Node of this process cannot be carried into another image. */
class NoLoaderError extends PermanentError {
  constructor(program: string) {
    super(`${program} names no dynamic loader that could be laid out beside it`, {
      code: 'prepare_no_loader',
      remedy: 'Use the image `runner` of the Dockerfile, whose Node is linked dynamically.',
    });
  }
}

/** What the running Node is linked with, as absolute paths. */
export interface NodeLibraries {
  readonly loader: string;
  readonly libraries: readonly string[];
}

/**
 * The shared objects that the kernel and the loader mapped for this process, as Node itself reports them
 * (https://nodejs.org/api/report.html, `sharedObjects`): its true dependencies on every architecture. @throws NoLoaderError
 */
export function nodeLibraries(): NodeLibraries {
  // No names of peers are asked for: in a Pod nobody answers. The types do not know it yet.
  Object.assign(process.report, { excludeNetwork: true });
  const { sharedObjects } = process.report.getReport() as { readonly sharedObjects: readonly string[] };
  const files = sharedObjects.filter((path) => path.startsWith('/') && path !== process.execPath);
  const loader = files.find((path) => LOADER.test(basename(path)));
  if (loader === undefined) throw new NoLoaderError(process.execPath);
  return { loader, libraries: files.filter((path) => path !== loader) };
}
