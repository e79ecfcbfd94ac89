import { execa, ExecaError } from 'execa';
import { gitFailure } from './git-failure';

/** How one git process is run. */
export interface GitCall {
  readonly cwd?: string;
  readonly input?: string | Buffer;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  /** Added to git's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Written to the descriptor 3 of the process; see `askpass.ts`. */
  readonly secret?: string | undefined;
}

/** What the repositories of one host may be reached by. */
export interface GitOptions {
  readonly protocols: readonly ('https' | 'http' | 'file')[];
  /** Further settings, as `key=value`. */
  readonly config?: readonly string[];
}

const TIMEOUT_MS = 300_000;
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
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
  'protocol.allow=never',
];

const ENVIRONMENT = {
  PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_OPTIONAL_LOCKS: '0',
};

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
    const secret =
      call.secret === undefined ? [] : [new TextEncoder().encode(`${call.secret}\n${call.secret}\n`)];
    try {
      const result = await execa('git', [...this.settings, ...args], {
        cwd: call.cwd ?? '/',
        env: { ...ENVIRONMENT, ...call.env },
        extendEnv: false,
        timeout: call.timeoutMs ?? TIMEOUT_MS,
        maxBuffer: MAX_OUTPUT,
        stripFinalNewline: false,
        stdio: ['pipe', 'pipe', 'pipe', ...secret],
        input: call.input ?? '',
        ...(call.signal === undefined ? {} : { cancelSignal: call.signal }),
      });
      return String(result.stdout ?? '');
    } catch (error) {
      call.signal?.throwIfAborted();
      throw error instanceof ExecaError ? gitFailure(args[0] ?? '', error) : error;
    }
  }
}
