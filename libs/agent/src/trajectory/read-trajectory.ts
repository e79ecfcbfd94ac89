import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { BadTrajectoryError } from './trajectory.errors';
import { trajectoryEvent, type EventOf, type TrajectoryEvent } from './trajectory-event';

/** What a file holds of its last run. */
export interface ReadTrajectory {
  readonly start: EventOf<'run_started'>;
  /** From the start on, in order. */
  readonly events: readonly TrajectoryEvent[];
  /** The last line is cut off: its runner was killed while it wrote. */
  readonly truncated: boolean;
}

const KNOWN: ReadonlySet<string> = new Set(trajectoryEvent.options.map((option) => option.shape.type.value));

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/**
 * Reads a trajectory. Of a file that several attempts were appended to, the last one counts.
 * @throws BadTrajectoryError for a file that cannot be read, or that no runner wrote.
 */
export async function readTrajectory(file: string): Promise<ReadTrajectory> {
  const lines = (await textOf(file)).split('\n');
  const whole = lines.at(-1) === '';
  if (whole) lines.pop();
  const objects = lines.map(objectOf);
  const first = objects.findLastIndex((object) => object?.['type'] === 'run_started');
  if (first < 0) throw new BadTrajectoryError(file, foreignText(objects));
  const truncated = !whole || objects.at(-1) === null;
  const used = objects.slice(first, objects.at(-1) === null ? -1 : undefined);
  const events = used.flatMap((object, index) => eventsOf(file, object, first + index + 1));
  const [start] = events;
  if (start?.type !== 'run_started') throw new BadTrajectoryError(file, foreignText(objects));
  return { start, events, truncated };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BadTrajectoryError(file, error instanceof Error ? error.message : String(error), error);
  }
}

function foreignText(objects: readonly (Record<string, unknown> | null)[]): string {
  return objects.length === 0 ? 'it is empty' : 'it holds no start of a run (anton.trajectory.v1)';
}

/** None for a type that this version does not know. */
function eventsOf(file: string, object: Record<string, unknown> | null, line: number): TrajectoryEvent[] {
  if (object === null) throw new BadTrajectoryError(file, `line ${line} is no JSON object`);
  if (!KNOWN.has(String(object['type']))) return [];
  const parsed = trajectoryEvent.safeParse(object);
  if (parsed.success) return [parsed.data];
  throw new BadTrajectoryError(file, `line ${line}: ${z.prettifyError(parsed.error)}`);
}
