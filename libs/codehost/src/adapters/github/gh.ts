import { execa, ExecaError } from 'execa';
import { openSecret } from '../../git/secret-file';
import { TOOL_PATH } from '../../git/tool-path';
import { ghFailure } from './gh-failure';
import { hostsFile, withGhFolder } from './gh-folder';
import { ghEnvironment, hostOf, type GitHubOptions } from './github.options';

const TIMEOUT_MS = 60_000;

/** One call of `gh`. `files` are there, by their names, in the folder it runs in. */
export interface GhCall {
  readonly files?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
}

/** Runs `gh` in a folder of its own, which is gone afterwards. */
export class Gh {
  constructor(private readonly options: GitHubOptions) {}

  /**
   * Standard output of `gh <args>`.
   * @throws CodeHostError with the code that gh's message stands for.
   */
  run(args: readonly string[], { files = {}, signal }: GhCall = {}): Promise<string> {
    return withGhFolder(files, async (cwd) => {
      signal?.throwIfAborted();
      const stdin = await openSecret(hostsFile(hostOf(this.options), this.options.token ?? ''));
      try {
        const { stdout } = await execa('gh', args, {
          cwd,
          env: this.environment(cwd),
          extendEnv: false,
          stdin,
          timeout: this.options.timeoutMs ?? TIMEOUT_MS,
          ...(signal === undefined ? {} : { cancelSignal: signal }),
        });
        return stdout;
      } catch (error) {
        signal?.throwIfAborted();
        throw error instanceof ExecaError ? ghFailure(error) : error;
      } finally {
        stdin.destroy();
      }
    });
  }

  private environment(folder: string): Record<string, string> {
    return {
      PATH: TOOL_PATH,
      LANG: 'C.UTF-8',
      HOME: folder,
      GH_CONFIG_DIR: folder,
      GH_HOST: hostOf(this.options),
      GH_PROMPT_DISABLED: '1',
      GH_NO_UPDATE_NOTIFIER: '1',
      NO_COLOR: '1',
      ...ghEnvironment(this.options),
    };
  }
}
