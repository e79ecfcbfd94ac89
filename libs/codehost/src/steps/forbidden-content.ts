import { basename } from 'node:path';
import { CodeHostError } from '../code-host.errors';

/** `agent-loop` 5.5: larger files are refused. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const MAX_CHANGED_FILES = 1_000;

/** Names that carry secrets. Examples of environments are welcome. */
const SECRET_FILE =
  /^(?:\.env(?:\.(?!example$|sample$|template$|dist$).*)?|id_(?:rsa|dsa|ecdsa|ed25519)|.*\.(?:p12|pfx)|\.netrc|\.npmrc\.local|credentials\.json)$/i;

/** Folders that tools leave behind; untracked ones never enter a change, whatever .gitignore says. */
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

/** `.git` in any spelling that some file system takes for it: case, 8.3 names, trailing dots and spaces, streams, invisible characters. */
export function isGitName(name: string): boolean {
  const plain = name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .split(':')[0]
    ?.replace(/[. ]+$/, '')
    .toLowerCase();
  return plain === '.git' || /^git~\d+$/.test(plain ?? '');
}

/** Why a new or changed file may not be committed, or null. */
export function refusalOfFile(path: string, bytes: number, isNew: boolean): string | null {
  if (path.split('/').some(isGitName)) return `${path} would be part of git itself`;
  if (/[\n\r]/.test(path)) return 'a file name holds a line break';
  if (isNew && SECRET_FILE.test(basename(path))) return `${path} is a file of secrets by its name`;
  if (bytes > MAX_FILE_BYTES) return `${path} is larger than ${MAX_FILE_BYTES} bytes`;
  return null;
}

export function forbidden(reason: string): CodeHostError {
  return new CodeHostError('forbidden_content', `the change is refused: ${reason}`, {
    remedy: 'Change this by hand, if it is meant; Anton never commits it.',
  });
}
