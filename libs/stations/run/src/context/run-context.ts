import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoopSkill } from '@anton/agent';
import {
  parseAgentTask,
  parseRouteDecision,
  type AgentTask,
  type RouteDecision,
  type RouteRepository,
} from '@anton/contracts';
import { BadContextError } from './bad-context.error';
import { parseSkill } from './parse-skill';

const SKILL_FILE = /^skill\.(.+)\.md$/;

/** What a run is given (architecture 5.9). The route's verdict is `fix`, its repository and template are set. */
export interface RunContext {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  /** The route's repository. */
  readonly repository: RouteRepository;
  readonly skills: readonly LoopSkill[];
}

async function readJson(dir: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(dir, file), 'utf8'));
  } catch (error) {
    throw new BadContextError(
      dir,
      `${file}: ${error instanceof Error ? error.message : String(error)}`,
      error,
    );
  }
}

async function readSkills(dir: string): Promise<LoopSkill[]> {
  const names = (await readdir(dir)).toSorted();
  const found = names.flatMap((file) => {
    const name = SKILL_FILE.exec(file)?.[1];
    return name === undefined ? [] : [{ name, file }];
  });
  return Promise.all(
    found.map(async ({ name, file }) => parseSkill(name, await readFile(join(dir, file), 'utf8'))),
  );
}

/**
 * Reads the context folder of a run: `task.json`, `route.json` and the chosen skills.
 * @throws BadContextError when a file is missing, unreadable or does not fit the others.
 * @throws InvalidContractError when one is no valid contract.
 */
export async function readRunContext(dir: string): Promise<RunContext> {
  const task = parseAgentTask(await readJson(dir, 'task.json'));
  const route = parseRouteDecision(await readJson(dir, 'route.json'));
  const { repository } = route;
  if (route.taskId !== task.taskId) throw new BadContextError(dir, `route.json belongs to ${route.taskId}`);
  if (route.verdict !== 'fix' || repository === null)
    throw new BadContextError(dir, `the verdict is ${route.verdict}`);
  return { task, route, repository, skills: await readSkills(dir) };
}
