import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { CatalogProblem } from '../../catalog.errors';

/** A file that was read, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly problems: readonly CatalogProblem[] };

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true) as
      { range?: [number, number, number] } | undefined;
    if (node?.range !== undefined) return lines.linePos(node.range[0]).line;
  }
  return null;
}

/** Reads YAML against a schema; every problem names its line. */
export function readYaml<S extends z.ZodType>(file: string, text: string, schema: S): Read<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  if (document.errors.length > 0) {
    return {
      problems: document.errors.map((error) => ({
        file,
        line: error.linePos?.[0].line ?? null,
        problem: error.message.split('\n')[0] ?? '',
      })),
    };
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { value: parsed.data };
  return {
    problems: parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(document, lines, issue.path),
      problem: `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`,
    })),
  };
}
