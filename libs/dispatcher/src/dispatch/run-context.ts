import { stringify } from 'yaml';
import type { CatalogSkill } from '@anton/catalog';
import { PermanentError, type AgentTask, type RouteDecision } from '@anton/contracts';
import { cutText } from './cut-text';

/** All files together; a ConfigMap holds 1 MiB with its keys (architecture 5.9). */
export const MAX_CONTEXT_BYTES = 900 * 1024;
/** The fields of a task that hold long text of a sender. */
const LONG_FIELDS = ['description', 'stackTrace', 'logs', 'query'];
const LONGEST_TEXT = 262_144;
const SHORTEST_CUT = 1_000;

/** What is left of the task after its texts are cut is still too large for a context. */
export class ContextTooLargeError extends PermanentError {
  constructor(taskId: string, bytes: number) {
    super(`the context of ${taskId} has ${bytes} bytes with all texts cut, more than ${MAX_CONTEXT_BYTES}`, {
      code: 'context_too_large',
      remedy: 'Send fewer labels, conditions and attributes with the task.',
    });
  }
}

/** What a run is told. `skills` are those of the route that the catalog has. */
export interface RunContextParts {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly attempt: number;
  /** What this attempt may cost: what earlier ones have left of the route's limit. */
  readonly costUsd: number;
  readonly skills: readonly CatalogSkill[];
}

/** In the form of the catalog's SKILL.md. */
function skillFile({ name, description, body }: CatalogSkill, limit: number): string {
  return `---\n${stringify({ name, description })}---\n\n${cutText(body, limit)}`;
}

function filesOf(
  { task, route, attempt, costUsd, skills }: RunContextParts,
  limit: number,
): Record<string, string> {
  const cut = (field: string, value: unknown): unknown =>
    typeof value === 'string' && LONG_FIELDS.includes(field) ? cutText(value, limit) : value;
  const own = new Map<string, unknown>([
    ['attempt', attempt],
    ['costUsd', costUsd],
  ]);
  const ofThisAttempt = (field: string, value: unknown): unknown => own.get(field) ?? value;
  return {
    'task.json': JSON.stringify(task, cut),
    'route.json': JSON.stringify(route, ofThisAttempt),
    ...Object.fromEntries(skills.map((skill) => [`skill.${skill.name}.md`, skillFile(skill, limit)])),
  };
}

const bytesOf = (files: Readonly<Record<string, string>>): number =>
  Object.entries(files).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text), 0);

/**
 * The files of a run's context folder, by name (architecture 5.9). The longest texts are cut, head and tail kept, until
 * all fit into {@link MAX_CONTEXT_BYTES}.
 * @throws ContextTooLargeError when that is not enough.
 */
export function runContext(parts: RunContextParts): Record<string, string> {
  let files = filesOf(parts, LONGEST_TEXT);
  for (let limit = LONGEST_TEXT; bytesOf(files) > MAX_CONTEXT_BYTES; limit = Math.floor(limit * 0.8)) {
    if (limit < SHORTEST_CUT) throw new ContextTooLargeError(parts.task.taskId, bytesOf(files));
    files = filesOf(parts, limit);
  }
  return files;
}
