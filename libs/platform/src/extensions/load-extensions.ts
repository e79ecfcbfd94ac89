import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AntonExtension, ExtendedApp, ExtensionModule } from './anton-extension';
import { EXTENDED_APPS } from './anton-extension';
import { ExtensionError } from './extension.error';
import { shareOneCopy } from './one-copy';

/** The entry of a package in a folder: by its `exports` (a package may import itself by name), else by its `main`. */
function entryOf(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return createRequire(manifest).resolve(folder);
  const { name, exports } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    name?: string;
    exports?: unknown;
  };
  return createRequire(manifest).resolve(exports === undefined || name === undefined ? folder : name);
}

function locate(specifier: string): string {
  if (specifier.startsWith('file:')) return specifier;
  if (isAbsolute(specifier)) return pathToFileURL(entryOf(specifier)).href;
  return pathToFileURL(createRequire(join(process.cwd(), 'anton.js')).resolve(specifier)).href;
}

function isExtension(value: unknown): value is AntonExtension {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([app, modules]) => EXTENDED_APPS.includes(app as ExtendedApp) && Array.isArray(modules),
    )
  );
}

async function load(specifier: string): Promise<AntonExtension> {
  let loaded: { extension?: unknown };
  try {
    loaded = (await import(/* webpackIgnore: true */ /* @vite-ignore */ locate(specifier))) as {
      extension?: unknown;
    };
  } catch (error) {
    throw new ExtensionError(specifier, error instanceof Error ? error.message : String(error), error);
  }
  if (!isExtension(loaded.extension)) throw new ExtensionError(specifier, 'it exports no valid `extension`');
  return loaded.extension;
}

/**
 * Loads the packages of ANTON_EXTENSIONS (comma-separated specifiers: package names, absolute paths or file: URLs)
 * and returns the Nest modules that they add to `app`, in the given order.
 * @throws ExtensionError for one that cannot be loaded.
 */
export async function loadExtensions(
  specifiers: string,
  app: ExtendedApp,
): Promise<readonly ExtensionModule[]> {
  const names = specifiers.split(',').map((name) => name.trim());
  const wanted = names.filter((name) => name !== '');
  if (wanted.length > 0) shareOneCopy();
  const extensions = await Promise.all(wanted.map(load));
  return extensions.flatMap((extension) => extension[app] ?? []);
}
