import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { TOOL_HOMES } from '@anton/platform';

/** What lies outside the system's folders when a version manager installed it. */
const PROGRAMS = ['node', 'npm', 'python3', 'java', 'mvn', 'gradle', 'go', 'cargo', 'rustc'];

function contains(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder === sep ? sep : folder + sep);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** The folder that a program was installed into: `<prefix>/bin/<program>`. */
function prefixOf(bin: string): string[] {
  return basename(bin) === 'bin' ? [bin, dirname(bin)] : [bin];
}

/**
 * Folders outside the system's own that a command needs for its tools: what PATH and the homes of toolchains name, and
 * where the programs really lie. None of them holds one of `hidden`, nor this user's home.
 */
export function toolPaths(
  environment: Readonly<Record<string, string | undefined>>,
  hidden: readonly string[],
): string[] {
  const folders = (environment['PATH'] ?? '')
    .split(':')
    .filter((folder) => folder.startsWith(sep) && isFolder(folder));
  const programs = folders.flatMap((folder) =>
    PROGRAMS.map((program) => join(folder, program))
      .filter((file) => existsSync(file))
      .map((file) => dirname(realpathSync(file))),
  );
  const homes = TOOL_HOMES.flatMap((name) => environment[name] ?? []).filter(isFolder);
  const wanted = [...folders.flatMap(prefixOf), ...programs.flatMap(prefixOf), ...homes];
  const forbidden = [homedir(), ...hidden].map((path) => (existsSync(path) ? realpathSync(path) : path));
  const shown = [...new Set(wanted)].filter(
    (path) => !forbidden.some((secret) => contains(realpathSync(path), secret)),
  );
  return shown.filter((path) => !shown.some((other) => other !== path && contains(other, path))).toSorted();
}
