import { execa } from 'execa';
import { row, type Row } from '../../harness/row';
import { median, medianRatio } from '../../harness/statistics';
import { RUNNER } from '../built-runner';

async function seconds(args: readonly string[]): Promise<number> {
  const start = performance.now();
  await execa(process.execPath, args);
  return (performance.now() - start) / 1_000;
}

/** Process start to exit of `runner --help` beside a Node that does nothing, in turns. */
export async function coldStartRows(rounds: number): Promise<Row[]> {
  const help: number[] = [];
  const nothing: number[] = [];
  await seconds([RUNNER, '--help']); // the first one fills the compile cache, as an image's build does
  for (let round = 0; round < rounds; round += 1) {
    nothing.push(await seconds(['-e', '0']));
    help.push(await seconds([RUNNER, '--help']));
  }
  return [
    row('node -e 0', median(nothing) * 1_000, 'ms'),
    row('runner --help, from start to exit', median(help) * 1_000, 'ms', {
      ratio: { value: medianRatio(help, nothing), against: 'node -e 0' },
      goal: { of: 'ratio', atMost: 10 },
    }),
  ];
}
