import type { Workspace } from '@anton/workspace';
import type { CheckPlan } from './check-session';
import { checksBelow } from './monorepo';
import { projectChecks } from './project-checks';
import { rootOf, type Root } from './repository-root';
import { antonYml } from './stated-checks';

async function detected(workspace: Workspace, root: Root): Promise<CheckPlan | null> {
  const own = await projectChecks(root);
  if (own === null) return checksBelow(workspace, root);
  const reporting = own.checks.flatMap((check) =>
    typeof check.reporting === 'string' ? [[check.command, check.reporting] as const] : [],
  );
  return {
    commands: own.checks.map(({ command }) => command),
    origin: own.origin,
    ...(reporting.length === 0 ? {} : { reporting: Object.fromEntries(reporting) }),
  };
}

/**
 * The gate of a repository: the template's commands, else what the repository itself says; null when it says nothing.
 * Where the top says nothing, the projects below it are looked at.
 * @throws UnreadableChecksError for an anton.yml that cannot be understood
 */
export async function detectChecks(
  workspace: Workspace,
  templateChecks: readonly string[],
): Promise<CheckPlan | null> {
  if (templateChecks.length > 0) return { commands: templateChecks, origin: 'template' };
  const root = await rootOf(workspace);
  const { test, ...stated } = await antonYml(root);
  const found: CheckPlan | null =
    test.length > 0 ? { commands: test, origin: 'anton.yml' } : await detected(workspace, root);
  if (found === null) return null;
  const { setup, timeoutMs } = stated;
  return {
    ...found,
    ...(setup.length === 0 ? {} : { setup }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
}
