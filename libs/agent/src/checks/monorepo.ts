import { quote } from 'shell-quote';
import type { Workspace } from '@anton/workspace';
import type { CheckOrigin, CheckPlan } from './check-session';
import { projectChecks, type ProjectChecks } from './project-checks';
import { rootOf, type Root } from './repository-root';

/** How deep below the top projects are looked for, and how many of them one gate runs. */
const MAX_DEPTH = 3;
const MAX_PROJECTS = 6;
const MAX_ENTRIES = 200;
/** What a checkout of dependencies or a build leaves is no project. */
const NOT_PROJECTS = /^(?:\..*|node_modules|vendor|target|build|dist|out|venv|testdata|fixtures|examples?)$/;
const STATED: ReadonlySet<CheckOrigin> = new Set(['template', 'anton.yml', 'AGENTS.md']);
/** Builds that always test what lies below them. The others do when they say so. */
const COVERS_BELOW: ReadonlySet<CheckOrigin> = new Set(['maven', 'gradle', 'pytest', 'unittest']);

function planOf(found: readonly (readonly [string, ProjectChecks])[]): CheckPlan | null {
  const inside = (folder: string, command: string): string =>
    folder === '.' ? command : `cd ${quote([folder])} && ${command}`;
  const all = found.flatMap(([folder, { checks }]) =>
    checks.map(({ command, reporting }) => ({
      command: inside(folder, command),
      reporting: reporting === undefined || reporting === null ? null : inside(folder, `{ ${reporting}\n}`),
    })),
  );
  const [first] = found;
  if (first === undefined) return null;
  const reporting = all.flatMap((check) =>
    check.reporting === null ? [] : [[check.command, check.reporting] as const],
  );
  return {
    commands: all.map(({ command }) => command),
    origin: first[1].origin,
    reporting: Object.fromEntries(reporting),
  };
}

/** True when the checks at the top test a project of that kind below them. */
async function covers(top: Root, own: ProjectChecks, project: ProjectChecks): Promise<boolean> {
  if (STATED.has(own.origin)) return true;
  if (own.origin !== project.origin) return false;
  if (COVERS_BELOW.has(own.origin)) return true;
  if (own.origin === 'go') return top.has('go.work');
  if (own.origin === 'cargo') return (await top.text('Cargo.toml')).includes('[workspace]');
  return top.has('pnpm-workspace.yaml') || (await top.text('package.json')).includes('"workspaces"');
}

async function foldersBelow(workspace: Workspace, folder: string, depth: number): Promise<string[]> {
  const { entries } = await workspace.list(folder, MAX_ENTRIES);
  const folders = entries
    .filter(({ kind, path }) => kind === 'directory' && !NOT_PROJECTS.test(path.split('/').at(-1) ?? ''))
    .map(({ path }) => path);
  if (depth === MAX_DEPTH) return folders;
  const deeper = await Promise.all(folders.map((path) => foldersBelow(workspace, path, depth + 1)));
  return [...folders, ...deeper.flat()];
}

/** The checks of a repository whose top says nothing: of its projects, the outermost ones. */
export async function checksBelow(workspace: Workspace, top: Root): Promise<CheckPlan | null> {
  const found: [string, ProjectChecks][] = [];
  for (const folder of (await foldersBelow(workspace, '.', 1)).toSorted()) {
    if (found.length === MAX_PROJECTS) break;
    if (found.some(([outer]) => folder.startsWith(`${outer}/`))) continue;
    const checks = await projectChecks(await rootOf(workspace, folder), top);
    if (checks !== null) found.push([folder, checks]);
  }
  return planOf(found);
}

/** The nearest folder above `path` that has checks of its own, below the top. */
async function nearest(
  workspace: Workspace,
  top: Root,
  path: string,
): Promise<readonly [string, ProjectChecks] | null> {
  const parts = path.split('/').slice(0, -1);
  for (let length = parts.length; length > 0; length -= 1) {
    const folder = parts.slice(0, length).join('/');
    const root = await rootOf(workspace, folder).catch(() => null);
    const checks = root === null ? null : await projectChecks(root, top);
    if (checks !== null) return [folder, checks];
  }
  return null;
}

/** Checks for changed files whose nearest project `plan` does not test already; null when it tests all of them. */
export async function furtherChecks(
  workspace: Workspace,
  plan: CheckPlan,
  changed: readonly string[],
): Promise<CheckPlan | null> {
  if (STATED.has(plan.origin)) return null;
  const top = await rootOf(workspace);
  const own = await projectChecks(top);
  const found = new Map<string, ProjectChecks>();
  const folders = new Set(changed.map((path) => path.slice(0, path.lastIndexOf('/') + 1)));
  for (const folder of [...folders].toSorted()) {
    const project = await nearest(workspace, top, `${folder}x`);
    if (project === null || found.size === MAX_PROJECTS) continue;
    if (own === null || !(await covers(top, own, project[1]))) found.set(...project);
  }
  const further = planOf([...found]);
  const commands = (further?.commands ?? []).filter((command) => !plan.commands.includes(command));
  return further === null || commands.length === 0 ? null : { ...further, commands };
}
