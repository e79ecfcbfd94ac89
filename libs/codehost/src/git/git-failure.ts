import type { ExecaError } from 'execa';
import { CodeHostError, type CodeHostErrorCode } from '../code-host.errors';

interface Known {
  readonly code: CodeHostErrorCode;
  readonly pattern: RegExp;
  readonly remedy: string;
}

/** git has no error codes: its messages (LANG=C) are all there is. Order matters: the first that fits counts. */
const KNOWN: readonly Known[] = [
  {
    code: 'disk_full',
    pattern: /No space left on device|Disk quota exceeded/i,
    remedy: 'Free disk space where runs work, then retry the task.',
  },
  {
    code: 'branch_protected',
    pattern: /protected branch|GH006|GH013|hook declined/i,
    remedy: 'Let the token push to branches that begin with fix/, or exclude them from the protection rule.',
  },
  {
    code: 'push_rejected',
    pattern:
      /refusing to allow .* workflow|! \[(?:remote )?rejected\]|failed to push some refs|non-fast-forward/i,
    remedy: 'See what stands on the branch; Anton never forces a push.',
  },
  {
    code: 'repository_auth',
    pattern:
      /Authentication failed|could not read (?:Username|Password)|403|Permission denied|terminal prompts disabled/i,
    remedy: 'Check that GITHUB_TOKEN may read and write the contents of the repository.',
  },
  {
    code: 'base_branch_missing',
    pattern: /Remote branch .* not found|couldn't find remote ref/i,
    remedy: 'Correct `branch` of the repository in repositories.yaml.',
  },
  {
    code: 'repository_not_found',
    pattern: /not found|does not exist|does not appear to be a git repository|No such file or directory/i,
    remedy: 'Correct `url` in repositories.yaml, and check that the token can see the repository.',
  },
  {
    code: 'host_unavailable',
    pattern:
      /Could not resolve host|unable to access|Connection (?:refused|reset|timed out)|early EOF|RPC failed|HTTP 5\d\d|error: 5\d\d|hung up unexpectedly/i,
    remedy: 'Check that the code host can be reached from where runs work.',
  },
];

const MAX_DETAIL = 400;

/** The error that a failed git process stands for. */
export function gitFailure(command: string, error: ExecaError): CodeHostError {
  if (error.code === 'ENOENT') {
    return new CodeHostError('tool_missing', 'git is not installed', {
      remedy: 'Install git.',
      cause: error,
    });
  }
  const text = String(error.stderr ?? '').trim() || error.shortMessage;
  const detail = text.slice(-MAX_DETAIL);
  if (error.timedOut) {
    return new CodeHostError('host_unavailable', `git ${command} did not end in time`, {
      remedy: 'Check that the code host can be reached from where runs work.',
      cause: error,
    });
  }
  const known = KNOWN.find(({ pattern }) => pattern.test(text));
  return new CodeHostError(known?.code ?? 'git_failed', `git ${command} failed: ${detail}`, {
    remedy: known?.remedy ?? 'Read the message of git above.',
    cause: error,
  });
}
