import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, ExecaError } from 'execa';
import { ghFailure } from './gh-failure';
import type { GitHubOptions } from './github.options';

const TIMEOUT_MS = 60_000;

/** Runs `gh` with a configuration folder of its own, which is gone afterwards: the token is in no argument or environment. */
export class Gh {
  constructor(private readonly options: GitHubOptions) {}

  /** Standard output of `gh <args>`; `files` are written into the folder and named in `args` by the callback. */
  async run(
    args: (folder: string) => readonly string[],
    files: Readonly<Record<string, string>> = {},
    signal?: AbortSignal,
  ): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'anton-gh-'));
    try {
      const host = this.options.host ?? 'github.com';
      const hosts = `${JSON.stringify(host)}:\n  oauth_token: ${JSON.stringify(this.options.token ?? '')}\n  user: x-access-token\n  git_protocol: https\n`;
      await writeFile(join(folder, 'hosts.yml'), hosts, { mode: 0o600 });
      for (const [name, content] of Object.entries(files))
        await writeFile(join(folder, name), content, { mode: 0o600 });
      const { stdout } = await execa('gh', [...args(folder)], {
        env: this.environment(folder, host),
        extendEnv: false,
        stdin: 'ignore',
        timeout: TIMEOUT_MS,
        ...(signal === undefined ? {} : { cancelSignal: signal }),
      });
      return stdout;
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof ExecaError ? ghFailure(error) : error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private environment(folder: string, host: string): Record<string, string> {
    const { httpProxy } = this.options;
    return {
      PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      HOME: folder,
      GH_CONFIG_DIR: folder,
      GH_HOST: host,
      GH_PROMPT_DISABLED: '1',
      GH_NO_UPDATE_NOTIFIER: '1',
      NO_COLOR: '1',
      ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy, HTTPS_PROXY: httpProxy }),
    };
  }
}
