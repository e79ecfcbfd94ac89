import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** git's `update` hook; the words are GitHub's. */
const HOOK = `#!/bin/sh
set -f
for pattern in $PROTECTED_BRANCHES; do
  case "$1" in
    $pattern)
      echo "error: GH006: Protected branch update failed for $1." >&2
      echo "error: Changes must be made through a pull request." >&2
      exit 1 ;;
  esac
done
`;

/** Makes the folder of hooks that keep protected branches. */
export async function makeHooks(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-github-'));
  await writeFile(join(dir, 'update'), HOOK, { mode: 0o755 });
  return dir;
}
