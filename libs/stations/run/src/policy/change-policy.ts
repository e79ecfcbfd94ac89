import picomatch from 'picomatch';
import type { BaseFile, ChangeDiff } from '@anton/codehost';
import type { Redactor } from '@anton/platform';

/** What a unified diff adds: lines and file names, without their mark. */
function addedLines(diff: string): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1))
    .join('\n');
}

/** What the diff does not show: a secret may stand in it, in UTF-16 too. */
function binaryRefusal(
  path: string,
  contents: ReadonlyMap<string, Buffer>,
  redactor: Redactor,
): string | null {
  const content = contents.get(path);
  if (content === undefined) return `${path} is binary and too large to be looked through`;
  const text = content.toString('latin1').replaceAll('\0', '');
  return redactor.redact(text) === text ? null : `${path} holds something that looks like a secret`;
}

/** The files of a change whose content the diff does not show. */
export function binaryPathsOf({ files }: ChangeDiff): string[] {
  return files.filter(({ binary, status }) => binary && status !== 'deleted').map(({ path }) => path);
}

/**
 * Why a change may not leave the run, or null: it touches a path that the repository protects, or it adds a secret
 * that this process knows, a piece of one, or the shape of a credential. `binaries` are the contents of
 * {@link binaryPathsOf}, as far as they could be read.
 */
export function refusalOf(
  diff: ChangeDiff,
  protectedPaths: readonly string[],
  redactor: Redactor,
  binaries: readonly BaseFile[] = [],
): string | null {
  const isProtected = picomatch([...protectedPaths], { dot: true });
  const touched = diff.files.filter((file) => protectedPaths.length > 0 && isProtected(file.path));
  if (touched.length > 0) return `it changes protected paths: ${touched.map((file) => file.path).join(', ')}`;
  const added = addedLines(diff.text);
  if (redactor.redact(added) !== added) return 'it adds something that looks like a secret';
  const contents = new Map(binaries.map(({ path, content }) => [path, content]));
  const refusals = binaryPathsOf(diff).map((path) => binaryRefusal(path, contents, redactor));
  return refusals.find((refusal) => refusal !== null) ?? null;
}
