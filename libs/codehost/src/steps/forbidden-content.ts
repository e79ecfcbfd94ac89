import { basename } from 'node:path';
import { isGitName } from '@anton/platform';
import { CodeHostError } from '../code-host.errors';

/** `agent-loop` 5.5: larger files are refused. The other two keep one change within what a person can review. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_CHANGE_BYTES = 50 * 1024 * 1024;
export const MAX_CHANGED_FILES = 1_000;

/** Names that carry secrets. Examples of environments are welcome. */
const SECRET_FILE =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).*)?|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:p12|pfx)|\.netrc|\.npmrc\.local|credentials\.json)$/i;

/** RFC 7468 armour at the beginning of a line, with content below. */
const PRIVATE_KEY =
  /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\r?\n(?:[A-Za-z-]+: .*\r?\n|\r?\n)*[A-Za-z0-9+/=]{16}/m;

/**
 * What tools leave behind. New files in a folder of such a name never enter a change, whatever .gitignore says,
 * unless the repository itself keeps files in that folder.
 */
export const NOISE: ReadonlySet<string> = new Set([
  'node_modules',
  '__pycache__',
  '.pytest_cache',
  '.mypy_cache',
  '.ruff_cache',
  '.venv',
  'venv',
  '.gradle',
  '.m2',
  'coverage',
  '.nyc_output',
  'target',
  'build',
  'dist',
  '.tox',
  '.DS_Store',
]);

/** Why a path may not be committed by its name, or null. */
export function refusalOfName(path: string, isNew: boolean): string | null {
  if (path.split(/[/\\]/).some(isGitName)) return `${path} would be part of git itself`;
  if (/\p{Cc}/u.test(path)) return 'a file name holds a control character';
  if (isNew && SECRET_FILE.test(basename(path))) return `${path} is a file of secrets by its name`;
  return null;
}

export function isPrivateKey(content: Buffer): boolean {
  return PRIVATE_KEY.test(content.toString('latin1'));
}

export function forbidden(reason: string, cause?: unknown): CodeHostError {
  return new CodeHostError('forbidden_content', `the change is refused: ${reason}`, {
    remedy: 'Change this by hand, if it is meant; Anton never commits it.',
    cause,
  });
}
