import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs `work` with a configuration folder for one `gh` process, gone afterwards. `hosts.yml`, where gh looks for its
 * token, leads to the standard input of the process; see {@link hostsFile}.
 */
export async function withGhFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'anton-gh-'));
  try {
    await symlink('/dev/stdin', join(folder, 'hosts.yml'));
    // Newer versions of gh rewrite hosts.yml unless this says that it is done.
    await writeFile(join(folder, 'config.yml'), 'version: "1"\n');
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What gh shall read as its `hosts.yml`; JSON is YAML. */
export function hostsFile(host: string, token: string): string {
  return JSON.stringify({ [host]: { oauth_token: token, user: 'x-access-token', git_protocol: 'https' } });
}
