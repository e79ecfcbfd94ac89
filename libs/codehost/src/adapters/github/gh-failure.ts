import type { ExecaError } from 'execa';
import { CodeHostError } from '../../code-host.errors';

const MAX_DETAIL = 400;

/** The error that a failed `gh` stands for; gh tells statuses in its messages only. */
export function ghFailure(error: ExecaError): CodeHostError {
  if (error.code === 'ENOENT') {
    return new CodeHostError('tool_missing', 'gh is not installed', {
      remedy: 'Install the GitHub CLI (apt-get install gh).',
      cause: error,
    });
  }
  const detail = (String(error.stderr ?? '').trim() || error.shortMessage).slice(-MAX_DETAIL);
  if (error.timedOut || /HTTP 5\d\d|HTTP 429|connect|timeout|EOF|no such host|rate limit/i.test(detail)) {
    return new CodeHostError('host_unavailable', `GitHub cannot be reached: ${detail}`, {
      remedy: 'Check githubstatus.com and the way from where runs work to the host.',
      cause: error,
    });
  }
  if (/HTTP 40[13]|authentication|gh auth login|Resource not accessible/i.test(detail)) {
    return new CodeHostError('repository_auth', `GitHub refuses the token: ${detail}`, {
      remedy: 'Check that GITHUB_TOKEN may write contents and pull requests of the repository.',
      cause: error,
    });
  }
  return new CodeHostError('pull_request_rejected', `GitHub refuses the pull request: ${detail}`, {
    remedy: 'Read the message above; the branch is pushed and can be opened by hand.',
    cause: error,
  });
}
