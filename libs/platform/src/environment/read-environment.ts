import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { BadEnvironmentError, type EnvironmentProblem } from './bad-environment.error';

type Source = Readonly<Record<string, string | undefined>>;

/** The value of NAME, else the content of the file that NAME_FILE names; empty counts as absent. */
function valueOf(
  name: string,
  source: Source,
  problems: EnvironmentProblem[],
  purpose?: string,
): string | undefined {
  const direct = source[name];
  if (direct !== undefined && direct !== '') return direct;
  const file = source[`${name}_FILE`];
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    problems.push({ name: `${name}_FILE`, problem: `cannot read ${file}: ${String(error)}`, purpose });
    return undefined;
  }
}

/** One variable by NAME or NAME_FILE, or undefined; for names that no schema knows beforehand. @throws BadEnvironmentError */
export function readVariable(name: string, source: Source): string | undefined {
  const problems: EnvironmentProblem[] = [];
  const value = valueOf(name, source, problems);
  if (problems.length > 0) throw new BadEnvironmentError(problems);
  return value;
}

/**
 * Reads the variables of `schema` from `source` (usually `process.env`), each by NAME or NAME_FILE.
 * A field's zod description says what the variable is for. `alsoRequired` names optional ones that the others demand.
 * @throws BadEnvironmentError naming every bad variable at once.
 */
export function readEnvironment<S extends z.ZodObject>(
  schema: S,
  source: Source,
  alsoRequired: (given: Source) => readonly string[] = () => [],
): z.infer<S> {
  const problems: EnvironmentProblem[] = [];
  const raw: Record<string, string | undefined> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    raw[name] = valueOf(name, source, problems, (field as z.ZodType).description);
  }
  const parsed = schema.safeParse(raw);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '');
      const purpose = (schema.shape[name] as z.ZodType | undefined)?.description;
      problems.push({ name, problem: raw[name] === undefined ? 'missing' : issue.message, purpose });
    }
  }
  for (const name of alsoRequired(raw).filter((required) => raw[required] === undefined)) {
    const purpose = (schema.shape[name] as z.ZodType | undefined)?.description;
    problems.push({ name, problem: 'missing', purpose });
  }
  if (!parsed.success || problems.length > 0) throw new BadEnvironmentError(problems);
  return parsed.data;
}
