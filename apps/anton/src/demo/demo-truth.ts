import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { RunReport } from '@anton/contracts';
import { demoGit } from './demo-git';
import type { DemoPlace } from './demo-place';

async function testsAt(place: DemoPlace, commit: string): Promise<boolean> {
  const tree = join(place.dir, `verify-${commit}`);
  try {
    await mkdir(tree);
    await demoGit(
      tree,
      `--git-dir=${place.repository}`,
      `--work-tree=${tree}`,
      'checkout',
      '--quiet',
      commit,
      '--',
      '.',
    );
    const { exitCode } = await execa(process.execPath, ['--test'], {
      cwd: tree,
      reject: false,
      env: { NODE_OPTIONS: '' },
    });
    return exitCode === 0;
  } finally {
    await rm(tree, { recursive: true, force: true });
    await rm(join(place.repository, 'index'), { force: true });
  }
}

/** Looks for itself whether the report is true; what is not, as sentences. */
export async function untruths(place: DemoPlace, report: RunReport): Promise<string[]> {
  const problems: string[] = [];
  const say = (isTrue: boolean, problem: string): void => void (isTrue || problems.push(problem));
  say(report.status === 'pr_opened', `the run ended as ${report.status}: ${report.message}`);
  const { branch, headSha, pullRequest } = report;
  if (branch === null || headSha === null || pullRequest === null)
    return [...problems, 'there is no branch or no pull request'];
  const found = await demoGit(place.repository, 'rev-parse', `refs/heads/${branch}`);
  say(found === headSha, `the branch ${branch} is at ${found}, not at ${headSha}`);
  say(existsSync(fileURLToPath(pullRequest.url)), `the pull request ${pullRequest.url} does not exist`);
  say(!pullRequest.draft, 'the pull request is a draft');
  say(report.proof.kind === 'red_green', `nothing is proven: ${report.proof.reason ?? 'without a reason'}`);
  say(!(await testsAt(place, 'main')), 'the tests pass on main, so nothing was broken');
  say(await testsAt(place, headSha), 'the tests fail on the branch');
  return problems;
}
