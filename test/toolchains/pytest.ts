import { spawnSync } from 'node:child_process';
import type { Toolchain } from '../support/toolchains/toolchain';

const hasPytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;

const SPLIT = `"""Splits a refund over the payments that it is made from. Amounts are cents."""


def shares(refund, payments):
    """What is paid back of each payment; together they are the refund."""
    total = sum(payments)
    return [refund * payment // total for payment in payments]
`;

const TESTS = `import pytest

from refunds.split import shares


class TestShares:
    @pytest.mark.parametrize(
        ("refund", "payments", "expected"),
        [(90, [30, 60], [30, 60]), (0, [5], [0])],
        ids=["all of it", "nothing"],
    )
    def test_divides(self, refund, payments, expected):
        assert shares(refund, payments) == expected


@pytest.mark.skip(reason="needs the sandbox of the bank")
def test_reaches_the_bank():
    raise AssertionError
`;

const SHOWS = `import pytest

from refunds.split import shares


class TestRounding:
    @pytest.mark.parametrize("parts", [2, 3], ids=["halves", "thirds - of 100"])
    def test_loses_no_cent(self, parts):
        assert sum(shares(100, [1] * parts)) == 100
`;

/** pytest: parametrised tests in classes, a skipped one, a package below `src`. The bug: rounding loses cents. */
export const PYTEST: Toolchain = {
  name: 'pytest',
  missing: hasPytest ? null : 'no python3 with pytest here: apt-get install python3-pytest',
  files: {
    'pyproject.toml':
      '[project]\nname = "refunds"\nversion = "1.0.0"\n\n[tool.pytest.ini_options]\npythonpath = ["src"]\ntestpaths = ["tests"]\n',
    '.gitignore': '__pycache__/\n',
    'src/refunds/__init__.py': '',
    'src/refunds/split.py': SPLIT,
    'tests/test_split.py': TESTS,
  },
  title: '[refunds] A refund over three payments loses a cent',
  pullRequestTitle: 'Fix: a refund over three payments loses a cent',
  reads: ['src/refunds/split.py', 'tests/test_split.py'],
  mends: {
    name: 'edit',
    input: {
      path: 'src/refunds/split.py',
      old_text: '    return [refund * payment // total for payment in payments]\n',
      new_text:
        '    parts = [refund * payment // total for payment in payments]\n    parts[-1] += refund - sum(parts)\n    return parts\n',
    },
  },
  shows: { name: 'write_file', input: { path: 'tests/test_rounding.py', content: SHOWS } },
  misses: {
    name: 'write_file',
    input: { path: 'tests/test_rounding.py', content: SHOWS.replace('[2, 3]', '[2, 4]') },
  },
  expected: {
    command: 'python3 -m pytest -q -p no:cacheprovider',
    tests: 3,
    skipped: 1,
    added: 2,
    onBase: 'python3 -m pytest -q -p no:cacheprovider tests/test_rounding.py',
    testsOnBase: 2,
    proof: ['tests/test_rounding.py::TestRounding::test_loses_no_cent[thirds - of 100]'],
    paths: ['src/refunds/split.py', 'tests/test_rounding.py'],
  },
};
