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

/** What a file holds of all runs and lives that were appended to it. */
export interface TrajectoryLines {
  readonly events: readonly TrajectoryEvent[];
  readonly truncated: boolean;
}

/** What counts of a run: what a later life of it took back is left out. */
export function effectiveEvents(events: readonly TrajectoryEvent[]): TrajectoryEvent[] {
  const start = events.findLastIndex(({ type }) => type === 'run_started');
  return events.slice(Math.max(0, start)).reduce<TrajectoryEvent[]>((counted, event) => {
    const kept = event.type === 'resumed' ? counted.filter(({ seq }) => seq <= event.from) : counted;
    kept.push(event);
    return kept;
  }, []);
}

/**
 * Reads a trajectory. Of a file that several attempts were appended to, the last one counts.
 * @throws BadTrajectoryError for a file that cannot be read, or that no runner wrote.
 */
export async function readTrajectory(file: string): Promise<ReadTrajectory> {
  const { events: all, truncated } = await readTrajectoryLines(file, 'last');
  const events = effectiveEvents(all);
  const [start] = events;
  if (start?.type !== 'run_started')
    throw new BadTrajectoryError(file, 'it holds no start of a run (anton.trajectory.v1)');
  return { start, events, truncated };
}

/**
 * Reads everything from the first start of a run on, or from the last.
 * @throws BadTrajectoryError for a file that cannot be read, or that no runner wrote.
 */
export async function readTrajectoryLines(file: string, from: 'first' | 'last'): Promise<TrajectoryLines> {
  const lines = (await textOf(file)).split('\n');
  const whole = lines.at(-1) === '';
  if (whole) lines.pop();
  const objects = lines.map(objectOf);
  const isStart = (object: Record<string, unknown> | null): boolean => object?.['type'] === 'run_started';
  const first = from === 'first' ? objects.findIndex(isStart) : objects.findLastIndex(isStart);
  if (first < 0) throw new BadTrajectoryError(file, foreignText(objects));
  const truncated = !whole || objects.at(-1) === null;
  const used = objects.slice(first, objects.at(-1) === null ? -1 : undefined);
  return { events: used.flatMap((object, index) => eventsOf(file, object, first + index + 1)), truncated };
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
