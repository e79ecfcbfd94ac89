import picomatch from 'picomatch';
import type { ChangeDiff } from '@anton/codehost';
import type { Redactor } from '@anton/platform';

/** What a unified diff adds: lines and file names, without their mark. */
function addedLines(diff: string): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith('+'))
    .map((line) => line.slice(1))
    .join('\n');
}

/**
 * Why a change may not leave the run, or null: it touches a path that the repository protects, or it adds a secret
 * that this process knows or the shape of a credential.
 */
export function refusalOf(
  diff: ChangeDiff,
  protectedPaths: readonly string[],
  redactor: Redactor,
): string | null {
  const isProtected = picomatch([...protectedPaths], { dot: true });
  const touched = diff.files.filter((file) => protectedPaths.length > 0 && isProtected(file.path));
  if (touched.length > 0) return `it changes protected paths: ${touched.map((file) => file.path).join(', ')}`;
  const added = addedLines(diff.text);
  if (redactor.redact(added) !== added) return 'it adds something that looks like a secret';
  return null;
}
