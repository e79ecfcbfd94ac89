import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { execa } from 'execa';
import { LocalWorkspace } from '@anton/workspace';
import { row, type Row } from '../../harness/row';
import { median, medianRatio } from '../../harness/statistics';

const FILES_PER_FOLDER = 100;
const PATTERN = 'needle_[0-9]+';

function makeTree(root: string, files: number): void {
  for (let folder = 0; folder * FILES_PER_FOLDER < files; folder += 1) {
    const path = join(root, `d${folder % 40}`, `d${folder}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < FILES_PER_FOLDER; file += 1) {
      const needle = file === 0 && folder % 20 === 0 ? `needle_${folder}` : 'hay';
      writeFileSync(join(path, `f${file}.ts`), `export const value = '${needle}';\n`);
    }
  }
}

/** The search of the coder's tool beside bare ripgrep, over a tree of `files` files, in turns. */
export async function grepRows(folder: string, files: number, rounds: number): Promise<Row[]> {
  const root = join(folder, 'tree');
  const [outDir, home] = [join(folder, 'grep-out'), join(folder, 'grep-home')];
  for (const path of [root, outDir, home]) mkdirSync(path);
  makeTree(root, files);
  const workspace = await LocalWorkspace.open({ root, outDir, home });
  const ours: number[] = [];
  const bare: number[] = [];
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const rg = await timed(() => execa(rgPath, ['--line-number', PATTERN, '.'], { cwd: root }));
      const tool = await timed(() =>
        workspace.grep({ pattern: PATTERN, maxMatches: 100, timeoutMs: 60_000 }),
      );
      if (round === 0) continue; // the first one reads the tree from the disk
      bare.push(rg);
      ours.push(tool);
    }
  } finally {
    await workspace.close();
  }
  const where = `${files.toLocaleString('en')} files`;
  return [
    row(`ripgrep, ${where}`, median(bare), 'ms'),
    row(`the coder's grep, ${where}`, median(ours), 'ms', {
      ratio: { value: medianRatio(ours, bare), against: 'ripgrep' },
      goal: { of: 'ratio', atMost: 1.3 },
    }),
  ];
}
