import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import type { CatalogProblem } from '../../../catalog.errors';
import { explainIssue } from './explain-issue';

export type Path = readonly PropertyKey[];

/** A file that fits its schema. `line` says where a value stands, counted from 1. */
export interface YamlFile<T> {
  readonly file: string;
  readonly value: T;
  line(path: Path): number | null;
}

/** What came of a file: its content, or everything that is wrong with it. */
export type YamlReading<T> =
  | { readonly kind: 'good'; readonly content: YamlFile<T> }
  | { readonly kind: 'bad'; readonly problems: readonly CatalogProblem[] };

function startOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}

/** Where the key of `path` starts, for an item of a list the item; for what is not there, what should hold it. */
function offsetOf(document: Document, path: Path): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const key = isMap(parent)
    ? parent.items
        .map((pair) => pair.key)
        .find((candidate) => isScalar(candidate) && candidate.value === last)
    : undefined;
  const here = startOf(key) ?? startOf(path.length === 0 ? document.contents : document.getIn(path, true));
  return here ?? (path.length === 0 ? undefined : offsetOf(document, path.slice(0, -1)));
}

function bad(file: string, line: number | null, problem: string): YamlReading<never> {
  return { kind: 'bad', problems: [{ file, line, problem }] };
}

/** The plain value; null when the file's anchors unfold into too much of it. */
function plainValue(document: Document): { readonly value: unknown } | null {
  try {
    return { value: document.toJS() as unknown };
  } catch {
    return null;
  }
}

/** Reads YAML text against a schema; every problem names its line. An empty text is an empty object. */
export function readYaml<S extends z.ZodType>(
  file: string,
  text: string,
  schema: S,
): YamlReading<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error', prettyErrors: false });
  const lineAt = (offset: number | undefined): number | null =>
    offset === undefined ? null : lines.linePos(offset).line;
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => ({
      file,
      line: lineAt(pos[0]),
      problem: message,
    }));
    return { kind: 'bad', problems };
  }
  const plain = plainValue(document);
  if (plain === null) return bad(file, null, 'its anchors unfold into too much; write the values out');
  const value = plain.value ?? {};
  const parsed = schema.safeParse(value);
  const line = (path: Path): number | null => lineAt(offsetOf(document, path));
  if (parsed.success) return { kind: 'good', content: { file, value: parsed.data, line } };
  const problems = parsed.error.issues
    .flatMap((issue) => explainIssue(issue, value))
    .map(({ path, problem }) => ({ file, line: line(path), problem }));
  return { kind: 'bad', problems };
}
