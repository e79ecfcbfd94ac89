import type { ExecaError } from 'execa';
import { CodeHostError, type CodeHostErrorCode } from '../../code-host.errors';

interface Known {
  readonly code: CodeHostErrorCode;
  readonly pattern: RegExp;
  readonly message: string;
  readonly remedy: string;
}

/** gh tells statuses in its messages only. Order matters: the first that fits counts. */
const KNOWN: readonly Known[] = [
  {
    code: 'host_unavailable',
    pattern:
      /HTTP 5\d\d|HTTP 429|rate limit|error connecting to|dial tcp|proxyconnect|no such host|i\/o timeout|connection (?:refused|reset)|: EOF$/im,
    message: 'GitHub cannot be reached',
    remedy: 'Check githubstatus.com and the way from where runs work to the host.',
  },
  {
    code: 'host_unavailable',
    pattern: /: (?:Forbidden|Proxy Authentication Required)$/m,
    message: 'the proxy does not let GitHub be reached',
    remedy:
      'Add the host to ANTON_EGRESS_AGENT_HOSTS of anton-egress, or give both sides the same password (docs/egress.md).',
  },
  {
    code: 'repository_auth',
    pattern: /HTTP 40[13]|gh auth login|Resource not accessible|Bad credentials/i,
    message: 'GitHub refuses the token',
    remedy: 'Check that GITHUB_TOKEN may write contents and pull requests of the repository.',
  },
  {
    code: 'repository_not_found',
    pattern: /Could not resolve to a Repository|HTTP 404/i,
    message: 'GitHub shows no such repository to this token',
    remedy: 'Correct `url` in repositories.yaml, and check that the token can see the repository.',
  },
];

const MAX_DETAIL = 400;

/** The error that a failed `gh` stands for. */
export function ghFailure(error: ExecaError): CodeHostError {
  if (error.code === 'ENOENT') {
    return new CodeHostError('tool_missing', 'gh is not installed', {
      remedy: 'Install the GitHub CLI (apt-get install gh).',
      cause: error,
    });
  }
  if (error.isTerminated && !error.timedOut) {
    return new CodeHostError('host_unavailable', `gh was ended by ${error.signal}`, {
      remedy: 'See whether the machine or the container has run out of memory.',
      cause: error,
    });
  }
  const detail = (String(error.stderr ?? '').trim() || error.shortMessage).slice(-MAX_DETAIL);
  const known = error.timedOut ? KNOWN[0] : KNOWN.find(({ pattern }) => pattern.test(detail));
  return new CodeHostError(
    known?.code ?? 'pull_request_rejected',
    `${known?.message ?? 'GitHub refuses the pull request'}: ${detail}`,
    {
      remedy: known?.remedy ?? 'Read the message above; the branch is pushed and can be opened by hand.',
      cause: error,
    },
  );
}
