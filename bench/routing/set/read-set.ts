import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deriveTaskId, parseAgentTask, TASK_SCHEMA, type AgentTask } from '@anton/contracts';
import { parse } from 'yaml';
import { taskFile, type Injection, type Labels } from './labelled-task';

/** One task of the set. */
export interface LabelledTask {
  readonly id: string;
  readonly language: string;
  readonly task: AgentTask;
  readonly expected: Labels;
  readonly injection: Injection | undefined;
}

/** All of them; `version` is a hash of the files, so that a recording belongs to the set that it was made with. */
export interface LabelledSet {
  readonly version: string;
  readonly tasks: readonly LabelledTask[];
}

export const SET_FOLDER = 'bench/routing/set';
const AT = '2026-11-01T10:00:00.000Z';

function taskOf(id: string, fields: { readonly source: string; readonly externalId: string }): AgentTask {
  const logicalKey = `routing|${id}`;
  const taskId = deriveTaskId({ source: fields.source, externalId: fields.externalId, logicalKey });
  const identity = { schema: TASK_SCHEMA, taskId, logicalKey, correlationKey: logicalKey };
  return parseAgentTask({ ...identity, labels: [], occurredAt: AT, receivedAt: AT, ...fields });
}

/** @throws InvalidContractError for a task that no webhook could have made, ZodError for labels that are none. */
export function readSet(folder = SET_FOLDER): LabelledSet {
  const tasks = join(folder, 'tasks');
  const files = readdirSync(tasks).toSorted();
  const texts = [join(folder, 'repositories.yaml'), ...files.map((file) => join(tasks, file))].map((file) =>
    readFileSync(file, 'utf8'),
  );
  const version = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
  const entries = texts.slice(1).flatMap((text) => taskFile.parse(parse(text)));
  return {
    version,
    tasks: entries.map(({ id, language, task, expected, injection }) => ({
      id,
      language,
      task: taskOf(id, task),
      expected,
      injection,
    })),
  };
}
