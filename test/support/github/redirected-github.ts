import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { GitHubServer } from '@anton/simulation';

function programIn(path: string, name: string): string {
  const found = path.split(delimiter).find((folder) => existsSync(join(folder, name)));
  if (found === undefined) throw new Error(`${name} is not in PATH`);
  return join(found, name);
}

/** The settings come behind Anton's own: its empty `credential.helper` takes away what was said before. */
const gitScript = (git: string, { host, proxyUrl }: GitHubServer): string => `#!/bin/bash
export http_proxy=${proxyUrl}
settings=()
while [[ $1 == -c ]]; do settings+=(-c "$2"); shift 2; done
exec ${git} "\${settings[@]}" -c protocol.http.allow=always \\
  -c url.http://${host}/.insteadOf=https://github.com/ \\
  -c credential.http://${host}.helper='!cat <&3 #' "$@"
`;

/** gh reads its `hosts.yml` from standard input, perhaps twice: a file that is gone from its folder, as Anton's is. */
const ghScript = (gh: string, { host, proxyUrl }: GitHubServer): string => `#!/bin/bash
export GH_HOST=${host} HTTP_PROXY=${proxyUrl} http_proxy=${proxyUrl}
hosts=$(mktemp)
sed 's/github\\.com/${host}/g' >"$hosts"
exec <"$hosts"
rm "$hosts"
exec ${gh} "\${@//github.com/${host}}"
`;

/**
 * A PATH whose `git` and `gh` are the real ones of this machine and take `server` for github.com, so that the built
 * applications can be told the address that a user would write. The programs are made in `folder`.
 */
export function pathToGitHub(server: GitHubServer, folder: string): string {
  const path = process.env['PATH'] ?? '';
  mkdirSync(folder);
  const scripts = {
    git: gitScript(programIn(path, 'git'), server),
    gh: ghScript(programIn(path, 'gh'), server),
  };
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  return folder + delimiter + path;
}
