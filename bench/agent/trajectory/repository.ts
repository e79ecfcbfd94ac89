import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const HELPERS = 1_200;

function helper(index: number): string {
  const name = `helper_${String(index).padStart(4, '0')}`;
  return `def ${name}(value, scale=${index % 7}):\n    """Round value ${index} with scale."""\n    return round(value * ${index}.5, scale)\n\n`;
}

/** A small Python package with one bug, one long file and a test that fails. */
const FILES: Readonly<Record<string, string>> = {
  'calc/__init__.py': '',
  'calc/core.py': 'def add(a, b):\n    return a - b\n\ndef mul(a, b):\n    return a * b\n',
  'calc/big.py': Array.from({ length: HELPERS }, (_, index) => helper(index)).join(''),
  'tests/__init__.py': '',
  'tests/test_core.py':
    'import unittest\nfrom calc.core import add, mul\nclass T(unittest.TestCase):\n    def test_add(self):\n        self.assertEqual(add(2,3),5)\n    def test_mul(self):\n        self.assertEqual(mul(2,3),6)\n',
  'AGENTS.md': '# Agent notes\nRun tests with python3 -m unittest. Keep diffs small.\n',
};

/** Makes the repository of the trajectory below `folder`; returns the URL of its bare copy. */
export function makeRepository(folder: string): string {
  const work = join(folder, 'work');
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), content);
  }
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: work,
      stdio: 'ignore',
    });
  };
  git('init', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--message=init');
  git('clone', '--bare', '.', join(folder, 'calc.git'));
  return `file://${join(folder, 'calc.git')}`;
}
