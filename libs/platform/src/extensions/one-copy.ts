import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { entryFile } from '../process/installation';

/** Packages of which exactly one copy may live in a process: Nest's container and its metadata depend on it. */
const ONE_COPY = /^(?:@nestjs\/|reflect-metadata$|rxjs(?:\/|$)|class-validator$|class-transformer$)/;
let hooked = false;

/** The copy inside the application's bundle: `scripts/bundle-apps.mjs` puts a module of that name beside the program. */
function bundledCopy(specifier: string): string | null {
  const file = join(dirname(entryFile()), 'one-copy', `${specifier}.js`);
  return existsSync(file) ? pathToFileURL(file).href : null;
}

/** Makes an extension's imports of Nest resolve to the copies that Anton itself runs with. */
export function shareOneCopy(): void {
  if (hooked) return;
  hooked = true;
  nodeModule.registerHooks({
    resolve: (specifier, context, nextResolve) => {
      if (!ONE_COPY.test(specifier)) return nextResolve(specifier, context);
      return nextResolve(bundledCopy(specifier) ?? specifier, {
        ...context,
        parentURL: pathToFileURL(entryFile()).href,
      });
    },
  });
}
