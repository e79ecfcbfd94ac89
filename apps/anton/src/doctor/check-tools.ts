import { execa } from 'execa';
import type { CatalogSnapshot } from '@anton/catalog';
import type { AntonEnvironment } from '../anton.env';
import { bad, good, warning, type Finding } from './finding';

const TIMEOUT_MS = 10_000;

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
  findings.push(isolation(environment));
  return findings;
}

function tokenFinding(environment: AntonEnvironment | null): Finding {
  return environment?.GITHUB_TOKEN === undefined
    ? bad('github token', 'the catalog has repositories on GitHub and there is no token', 'Set GITHUB_TOKEN.')
    : good('github token', 'is set');
}

function isolation(environment: AntonEnvironment | null): Finding {
  const detail = 'commands of the agent run as this user, with a clean environment but without isolation';
  return environment?.ANTON_REQUIRE_SANDBOX === true
    ? bad(
        'isolation',
        `${detail}, and ANTON_REQUIRE_SANDBOX=1 forbids that`,
        'Unset ANTON_REQUIRE_SANDBOX, or run tasks elsewhere.',
      )
    : warning('isolation', detail, 'Run Anton as a user of its own, on a machine that holds nothing else.');
}
