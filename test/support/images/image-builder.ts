import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

const NO_BUILDER =
  'skipped: no builder of images; set ANTON_IMAGE_BUILD to a command that takes TAG DIR [ARGUMENTS OF docker build], and ANTON_IMAGE_BASE to an image of Debian with Node 24';

/** Builds images where the cluster finds them. */
export interface ImageBuilder {
  readonly base: string;
  /** For the image of the JVM; the other one unless ANTON_IMAGE_BASE_JAVA names it. */
  readonly javaBase: string;
  /** Returns the tag of the image that `folder` (of this repository) describes. */
  build(name: string, folder: string, ...args: readonly string[]): string;
}

/** `missing` says why no image can be built. */
export interface BuilderFinding {
  readonly missing: string | null;
  /** @throws Error when there is none. */
  open(): ImageBuilder;
}

/** Finds the builder that the environment names; `localhost/anton/` is what a cluster without a registry can have. */
export function findImageBuilder(): BuilderFinding {
  const { ANTON_IMAGE_BUILD: command = '', ANTON_IMAGE_BASE: base = '' } = process.env;
  const javaBase = process.env['ANTON_IMAGE_BASE_JAVA'] ?? base;
  const missing = command === '' || base === '' ? NO_BUILDER : null;
  const build = (name: string, folder: string, ...args: readonly string[]): string => {
    const tag = `localhost/anton/${name}:test`;
    execFileSync('sh', ['-c', `${command} "$@"`, 'sh', tag, resolve(folder), ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 600_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    return tag;
  };
  return {
    missing,
    open: () => {
      if (missing !== null) throw new Error(missing);
      return { base, javaBase, build };
    },
  };
}
