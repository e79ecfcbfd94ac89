/**
 * The standard trajectory: twenty shell commands that a scripted model asks for one by one, whatever they answer.
 * Among them a search with many matches, a long listing, a long file, test runs and questions to git.
 */
export const COMMANDS: readonly string[] = [
  'ls -la',
  'cat calc/core.py',
  "grep -rn 'def ' calc",
  'cat tests/test_core.py',
  'python3 -m unittest -v 2>&1 | tail -40',
  "sed -n '1,200p' calc/big.py",
  'git log --oneline | head',
  "grep -n 'round' calc/big.py | head -50",
  "sed -i 's/return a - b/return a + b/' calc/core.py",
  'python3 -m unittest 2>&1 | tail -20',
  'seq 1 40000',
  'cat calc/big.py | head -400',
  "env | grep -E 'KEY|TOKEN|SECRET' || echo none",
  'git status --short',
  'git diff',
  'python3 -m unittest -v 2>&1 | tail -40',
  'ls calc tests',
  'wc -l calc/*.py',
  'git diff --stat',
  'echo finished',
];
