import parseDiff from 'parse-diff';
import type { TamperItem } from './tamper-item';
import { assertionsIn, declarationsIn, skipsTest } from './test-lines';
import { isCiConfig, isTestConfig, isTestFile } from './test-paths';

/** One file of a diff, in lines without their mark. */
export interface FileChange {
  readonly path: string;
  readonly deleted: boolean;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Line of the new file where the first change is. */
  readonly line: number;
}

/** The files of a unified diff of git. */
export function fileChangesOf(diff: string): FileChange[] {
  return parseDiff(diff).map(({ from, to, deleted, chunks }) => {
    const changes = chunks.flatMap((chunk) => chunk.changes);
    const lines = (type: 'add' | 'del'): string[] =>
      changes.filter((change) => change.type === type).map(({ content }) => content.slice(1));
    const first = changes.find((change) => change.type === 'add');
    return {
      path: (to === undefined || to === '/dev/null' ? from : to) ?? '',
      deleted: deleted === true,
      added: lines('add'),
      removed: lines('del'),
      line: first?.type === 'add' ? first.ln : (chunks[0]?.newStart ?? 1),
    };
  });
}

/** Rust keeps tests beside the code that they test. */
function holdsTests({ path, added, removed }: FileChange): boolean {
  const lines = [...added, ...removed];
  const isRust = path.endsWith('.rs') && (declarationsIn(lines) > 0 || lines.some(skipsTest));
  return isTestFile(path) || isRust;
}

/** What one file's change does to the tests in it, by its lines. */
function testItems(change: FileChange, isMoved: boolean): Omit<TamperItem, 'blocking'>[] {
  const { path: file, line, added, removed } = change;
  if (change.deleted)
    return isMoved
      ? []
      : [{ kind: 'removed', file, line: 1, detail: `the file of tests ${file} is deleted` }];
  const skips = added.filter(skipsTest);
  const lost = declarationsIn(removed) - declarationsIn(added);
  const weaker = assertionsIn(removed) - assertionsIn(added);
  return [
    ...(skips.length > removed.filter(skipsTest).length
      ? [
          {
            kind: 'skipped' as const,
            file,
            line,
            detail: `${file} skips: ${skips.map((text) => text.trim()).join('; ')}`,
          },
        ]
      : []),
    ...(lost > 0
      ? [{ kind: 'removed' as const, file, line, detail: `${file} declares ${lost} fewer tests` }]
      : []),
    ...(weaker > 0
      ? [{ kind: 'weakened' as const, file, line, detail: `${file} asserts in ${weaker} fewer lines` }]
      : []),
  ];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What the lines of a diff do to tests. A file of tests that turns up elsewhere under its name was moved. */
export function changedTests(changes: readonly FileChange[]): Omit<TamperItem, 'blocking'>[] {
  const kept = new Set(changes.filter(({ deleted }) => !deleted).map(({ path }) => baseOf(path)));
  return changes
    .filter(holdsTests)
    .flatMap((change) => testItems(change, change.deleted && kept.has(baseOf(change.path))));
}

/** Changed configuration of tests and of continuous integration. */
export function changedConfig(changes: readonly FileChange[]): Omit<TamperItem, 'blocking'>[] {
  return changes.flatMap(({ path: file, line, added, removed }): Omit<TamperItem, 'blocking'>[] => {
    if (isCiConfig(file))
      return [{ kind: 'ci_config', file, line, detail: `${file} configures the continuous integration` }];
    if (isTestConfig(file, [...added, ...removed]))
      return [{ kind: 'test_config', file, line, detail: `${file} configures how tests run` }];
    return [];
  });
}
