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
