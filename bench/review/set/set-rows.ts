import { row, type Row } from '../../harness/row';
import type { SeededDiff } from './read-set';

/** Field note agent-loop 0.2: a token is about four bytes. */
const BYTES_PER_TOKEN = 4;

function counts(name: string, diffs: readonly SeededDiff[]): Row[] {
  const bad = diffs.filter(({ expected }) => expected !== null).length;
  return [
    ...(bad === 0 ? [] : [row(`${name}: bad`, bad, 'diffs')]),
    ...(bad === diffs.length ? [] : [row(`${name}: good`, diffs.length - bad, 'diffs')]),
  ];
}

function groups(diffs: readonly SeededDiff[], groupOf: (diff: SeededDiff) => string): Row[] {
  return [...Map.groupBy(diffs, groupOf)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, group]) => counts(name, group));
}

/** What there is to say without a model: how many changes there are of what, and how large the requests are. */
export function setRows(diffs: readonly SeededDiff[], bytes: readonly number[]): Row[] {
  const sum = bytes.reduce((total, one) => total + one, 0);
  const sizes = bytes.toSorted((a, b) => a - b);
  return [
    ...counts('all', diffs),
    ...groups(diffs, ({ of }) => of.language),
    ...groups(diffs, (diff) => diff.class),
    row('first request, median', sizes[Math.floor(sizes.length / 2)] ?? NaN, 'bytes'),
    row('first request, largest', sizes.at(-1) ?? NaN, 'bytes'),
    row('first requests together', sum, 'bytes'),
    row('first requests together, about', Math.round(sum / BYTES_PER_TOKEN), 'tokens'),
  ];
}
