import type { BenchmarkResult } from './result';
import type { Goal, Row } from './row';

const HEAD = ['what', 'value', 'unit', 'ratio', 'against', 'goal'];
/** Figures stand right, so that their digits do. */
const RIGHT = [1, 3];

function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function goalText(goal: Goal | null): string {
  if (goal === null) return '';
  const least = goal.atLeast === undefined ? [] : [`≥ ${goal.atLeast}`];
  const most = goal.atMost === undefined ? [] : [`≤ ${goal.atMost}`];
  return `${goal.of} ${[...least, ...most].join(', ')}: ${goal.met ? 'met' : 'MISSED'}`;
}

function cells({ what, value, unit, ratio, against, goal }: Row): string[] {
  const shown = ratio === null ? '' : ratio.toFixed(2);
  return [what, figure(value), unit, shown, against ?? '', goalText(goal)];
}

/** Rows as a table of Markdown with columns that stand below one another. */
export function rowsTable(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_name, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const drawn = lines.map((line) =>
    line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return RIGHT.includes(column) ? cell.padStart(width) : cell.padEnd(width);
    }),
  );
  const rule = widths.map((width, column) =>
    RIGHT.includes(column) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const [head = [], ...body] = drawn;
  return [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** A result for people: where, with what, the table, and what there is to know about it. */
export function resultText(result: BenchmarkResult, notes: readonly string[]): string {
  const { name, machine, versions, date, rows } = result;
  const memory = (machine.memoryBytes / 2 ** 30).toFixed(0);
  return [
    `# ${name}, ${date}`,
    '',
    `${machine.cpu}, ${machine.cores} cores, ${memory} GiB, ${machine.kernel}`,
    '',
    Object.entries(versions)
      .map(([program, version]) => `${program} ${version}`)
      .join(' · '),
    '',
    rowsTable(rows),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${note}`)]),
    '',
  ].join('\n');
}
