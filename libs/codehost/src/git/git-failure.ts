import type { ExecaError } from 'execa';
import { CodeHostError, type CodeHostErrorCode } from '../code-host.errors';

interface Known {
  readonly code: CodeHostErrorCode;
  readonly pattern: RegExp;
  readonly remedy: string;
}

const REFUSED_BY_PROXY =
  'Add the host to ANTON_EGRESS_AGENT_HOSTS of anton-egress, or give both sides the same password (docs/egress.md).';
const UNREACHABLE = 'Check that the code host can be reached from where runs work.';

/** git has no error codes: its messages (LANG=C) are all there is. Order matters: the first that fits counts. */
const KNOWN: readonly Known[] = [
  {
    code: 'disk_full',
    pattern: /No space left on device|Disk quota exceeded/i,
    remedy: 'Free disk space where runs work, then retry the task.',
  },
  {
    code: 'forbidden_content',
    pattern: /invalid path '/i,
    remedy: 'Remove the path from the repository: git itself refuses to check it out.',
  },
  {
    code: 'push_rejected',
    pattern: /refusing to allow .* workflow|Push cannot contain secrets/i,
    remedy: 'Read the message of the host above: what it refuses has to be changed by hand.',
  },
  {
    code: 'branch_protected',
    pattern: /protected branch|GH006|GH013/i,
    remedy: 'Let the token push to branches that begin with fix/, or exclude them from the protection rule.',
  },
  {
    code: 'push_rejected',
    pattern: /! \[(?:remote )?rejected\]|failed to push some refs/i,
    remedy: 'See what stands on the branch; Anton never forces a push.',
  },
  {
    code: 'host_unavailable',
    pattern: /(?:HTTP code|response) 40[37](?: from proxy)?/i,
    remedy: REFUSED_BY_PROXY,
  },
  {
    code: 'repository_auth',
    pattern:
      /Authentication failed|could not read (?:Username|Password)|error: 403|Permission (?:to .* )?denied|dubious ownership/i,
    remedy: 'Check that the token, or the user of this process, may read and write the repository.',
  },
  {
    code: 'base_branch_missing',
    pattern: /couldn't find remote ref/i,
    remedy: 'Correct `branch` of the repository in repositories.yaml.',
  },
  {
    code: 'repository_not_found',
    pattern: /repository '.*' not found|Repository not found|does not appear to be a git repository/i,
    remedy: 'Correct `url` in repositories.yaml, and check that the token can see the repository.',
  },
  {
    code: 'host_unavailable',
    pattern:
      /Could not resolve|unable to access|Connection (?:refused|reset|timed out)|early EOF|RPC failed|hung up unexpectedly|remote end hung up/i,
    remedy: UNREACHABLE,
  },
];

const MAX_DETAIL = 400;

/** The error that a failed git process stands for. */
export function gitFailure(command: string, error: ExecaError, isRemote: boolean): CodeHostError {
  const fail = (code: CodeHostErrorCode, message: string, remedy: string): CodeHostError =>
    new CodeHostError(code, message, { remedy, cause: error });
  if (error.code === 'ENOENT') return fail('tool_missing', 'git is not installed', 'Install git.');
  if (error.isMaxBuffer)
    return fail('forbidden_content', 'the change is too large to be shown', 'Make this change by hand.');
  if (error.timedOut && isRemote)
    return fail('host_unavailable', `git ${command} did not end in time`, UNREACHABLE);
  const text = String(error.stderr ?? '').trim() || error.shortMessage;
  const known = KNOWN.find(({ pattern }) => pattern.test(text));
  return fail(
    known?.code ?? 'git_failed',
    `git ${command} failed: ${text.slice(-MAX_DETAIL)}`,
    known?.remedy ?? 'Read the message of git above.',
  );
}
