import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What is written above a class (`Class`) and above each of its fields (`Class.field`). */
export type DocComments = ReadonlyMap<string, string>;

/** The comment as one line of text: without its tags, the syntax of links and references to the design. */
function textOf(node: ts.Node): string | undefined {
  const comment = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment;
  return ts
    .getTextOfJSDocComment(comment)
    ?.replace(/\{@link (\w+)\}/g, '$1')
    .replace(/\s*\(architecture [\d.]+\)/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function* commentsOf(source: ts.SourceFile): Generator<readonly [string, string]> {
  for (const statement of source.statements.filter(ts.isClassDeclaration)) {
    const name = statement.name?.text ?? '';
    for (const [key, node] of [
      [name, statement] as const,
      ...statement.members.map((member) => [`${name}.${member.name?.getText(source)}`, member] as const),
    ]) {
      const text = textOf(node);
      if (text !== undefined) yield [key, text];
    }
  }
}

/** Reads the doc comments of every class below `folder`. */
export function readDocComments(folder: string): DocComments {
  const files = globSync('**/*.ts', { cwd: folder, exclude: ['**/*.spec.ts'] }).map((file) =>
    join(folder, file),
  );
  return new Map(
    files.flatMap((file) => [
      ...commentsOf(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true)),
    ]),
  );
}
