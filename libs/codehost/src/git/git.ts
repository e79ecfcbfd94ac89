import { execa, ExecaError } from 'execa';
import { gitFailure } from './git-failure';
import { openSecrets } from './secret-file';
import { TOOL_PATH } from './tool-path';

/** How one git process is run. */
export interface GitCall {
  /** The repository; named outright, so that git neither searches for one nor asks who owns it. */
  readonly gitDir?: string;
  readonly workTree?: string;
  /** The index of this call; default the repository's. */
  readonly indexFile?: string;
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
  /** It talks to another machine: an end of time then means that the machine is not available. */
  readonly isRemote?: boolean;
  readonly timeoutMs?: number | undefined;
  /** Added to git's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the process reads from its descriptors 3, 4 and so on; see `credential.ts`. */
  readonly secrets?: readonly string[] | undefined;
}

/** What the repositories of one host may be reached by. */
export interface GitOptions {
  readonly protocols: readonly ('https' | 'http' | 'file')[];
  /** Further settings, as `key=value`; they are arguments, so no secrets. */
  readonly config?: readonly string[];
}

const LOCAL_TIMEOUT_MS = 120_000;
const REMOTE_TIMEOUT_MS = 300_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

/** A repository's code can set none of these: its `.git` never reaches us, and no configuration file is read. */
const SAFE = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.autocrlf=false',
  'core.quotePath=false',
  'core.symlinks=true',
  'commit.gpgSign=false',
  'credential.helper=',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=120',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
];

const ENVIRONMENT = {
  PATH: TOOL_PATH,
  LANG: 'C.UTF-8',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_OPTIONAL_LOCKS: '0',
};

function environmentOf({ gitDir, workTree, indexFile, env }: GitCall): Record<string, string> {
  return {
    ...ENVIRONMENT,
    ...(gitDir === undefined ? {} : { GIT_DIR: gitDir }),
    ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }),
    ...(indexFile === undefined ? {} : { GIT_INDEX_FILE: indexFile }),
    ...env,
  };
}

/** git's own children (its transports) outlive it when it is killed, and would keep its output open. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left, as usual.
  }
}

/** Runs git without a shell, with a clean environment and none of the machine's configuration. */
export class Git {
  private readonly settings: readonly string[];

  constructor({ protocols, config = [] }: GitOptions) {
    const allowed = protocols.map((protocol) => `protocol.${protocol}.allow=always`);
    this.settings = [...SAFE, ...allowed, ...config].flatMap((setting) => ['-c', setting]);
  }

  /**
   * Standard output of `git <args>`.
   * @throws CodeHostError with the code that git's message stands for.
   */
  async run(args: readonly string[], call: GitCall = {}): Promise<string> {
    call.signal?.throwIfAborted();
    const secrets = await openSecrets(call.secrets ?? []);
    try {
      const child = execa('git', [...this.settings, ...args], {
        cwd: call.workTree ?? '/',
        env: environmentOf(call),
        extendEnv: false,
        timeout: call.timeoutMs ?? (call.isRemote === true ? REMOTE_TIMEOUT_MS : LOCAL_TIMEOUT_MS),
        maxBuffer: MAX_OUTPUT,
        stripFinalNewline: false,
        stdio: ['pipe', 'pipe', 'pipe', ...secrets],
        input: call.input ?? '',
        detached: true,
        ...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
      });
      child.nodeChildProcess.once('exit', () => endGroup(child.pid));
      const result = await child;
      return String(result.stdout ?? '');
    } catch (error) {
      call.signal?.throwIfAborted();
      throw error instanceof ExecaError ? gitFailure(args[0] ?? '', error, call.isRemote === true) : error;
    } finally {
      for (const secret of secrets) secret.destroy();
    }
  }
}
