import { execa } from 'execa';
import type { CatalogSnapshot } from '@anton/catalog';
import { findBubblewrap } from '@anton/workspace';
import type { AntonEnvironment } from '../anton.env';
import { bad, good, warning, type Finding } from './finding';

const TIMEOUT_MS = 10_000;
const INSTALL = 'Install bubblewrap (apt-get install bubblewrap) on a machine that allows user namespaces.';

async function versionOf(program: string, args: readonly string[] = ['--version']): Promise<string | null> {
  const result = await execa(program, args, { reject: false, timeout: TIMEOUT_MS });
  return result.failed ? null : (String(result.stdout).split('\n')[0] ?? '');
}

async function checkTool(program: string, remedy: string): Promise<Finding> {
  const version = await versionOf(program);
  return version === null ? bad(program, 'is not installed', remedy) : good(program, version);
}

/** git, bash, and gh with a token when the catalog has repositories on GitHub; and how commands are isolated. */
export async function checkTools(
  environment: AntonEnvironment | null,
  catalog: CatalogSnapshot | null,
): Promise<Finding[]> {
  const needsGitHub =
    catalog?.repositories.some((repository) => repository.url.startsWith('https://')) ?? false;
  const findings = [
    good('node', process.versions.node),
    await checkTool('git', 'Install git.'),
    await checkTool('bash', 'Install bash.'),
  ];
  if (needsGitHub)
    findings.push(
      await checkTool('gh', 'Install the GitHub CLI (apt-get install gh).'),
      tokenFinding(environment),
    );
  findings.push(await isolation(environment));
  return findings;
}

function tokenFinding(environment: AntonEnvironment | null): Finding {
  return environment?.GITHUB_TOKEN === undefined
    ? bad('github token', 'the catalog has repositories on GitHub and there is no token', 'Set GITHUB_TOKEN.')
    : good('github token', 'is set');
}

async function isolation(environment: AntonEnvironment | null): Promise<Finding> {
  const found = await findBubblewrap();
  if (found.usable)
    return good(
      'isolation',
      `${found.version}: commands see neither Anton's files and processes nor a network`,
    );
  const detail = `commands of the agent run as this user, with a clean environment but without isolation: ${found.reason}`;
  return environment?.ANTON_REQUIRE_SANDBOX === true
    ? bad('isolation', `${detail}, and ANTON_REQUIRE_SANDBOX=1 forbids that`, INSTALL)
    : warning(
        'isolation',
        detail,
        `${INSTALL} Or run Anton as a user of its own, on a machine that holds nothing else.`,
      );
}
