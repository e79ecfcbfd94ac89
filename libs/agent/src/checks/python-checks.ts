import { parse, TomlError } from 'smol-toml';
import type { PlannedCheck } from './planned-check';
import type { Root } from './repository-root';

/** No cache folder is left in the tree. */
const PYTEST = 'python3 -m pytest -q -p no:cacheprovider';
/** pytest's own names for files of tests (https://docs.pytest.org/en/stable/explanation/goodpractices.html). */
const TEST_FILE = /^(?:test_.*|.*_test)\.py$/;
/** Configuration of other tools as well: it must name pytest. */
const SHARED = ['setup.cfg', 'tox.ini'];

/** True when pyproject.toml configures pytest or depends on it. A broken one says nothing. */
function namesPytest(toml: string): boolean {
  try {
    const { tool, ...rest } = parse(toml);
    const tools = typeof tool === 'object' && !(tool instanceof Date) && !Array.isArray(tool) ? tool : {};
    return tools['pytest'] !== undefined || /"pytest\b/.test(JSON.stringify([rest, tools['poetry']]));
  } catch (error) {
    if (error instanceof TomlError) return false;
    throw error;
  }
}

async function isConfigured(root: Root): Promise<boolean> {
  if (['pytest.ini', 'conftest.py'].some((name) => root.has(name))) return true;
  if (root.has('pyproject.toml') && namesPytest(await root.text('pyproject.toml'))) return true;
  for (const name of SHARED) if (root.has(name) && (await root.text(name)).includes('pytest')) return true;
  return false;
}

/** Where Python's own test runner looks: a package is imported from the top, a plain folder from itself. */
function unittestIn(names: readonly string[], folder: string): string {
  if (folder === '.') return 'python3 -m unittest discover -v';
  return `python3 -m unittest discover -v -s ${folder}${names.includes('__init__.py') ? ' -t .' : ''}`;
}

/** True when the tests use unittest and nothing in the folder speaks of pytest. */
async function isUnittest(root: Root): Promise<boolean> {
  return (await root.contains('^(?:import|from) unittest\\b')) && !(await root.contains('\\bpytest\\b'));
}

/** Where Python tests lie: in the root or in `tests`, `test`; null when nowhere. */
async function testsOf(root: Root): Promise<readonly [folder: string, names: readonly string[]] | null> {
  const own = await root.names();
  if (own.some((name) => TEST_FILE.test(name))) return ['.', own];
  for (const folder of ['tests', 'test']) {
    const names = await root.names(folder);
    if (names.some((name) => name.endsWith('.py'))) return [folder, names];
  }
  return null;
}

/** pytest where it is configured or tests lie about, Python's own runner where they use nothing else. */
export async function pytestChecks(root: Root): Promise<readonly PlannedCheck[]> {
  if (await isConfigured(root)) return [{ command: PYTEST }];
  const isPlain = (await testsOf(root)) !== null && !(await isUnittest(root));
  return isPlain ? [{ command: PYTEST }] : [];
}

/** Python's own test runner, after {@link pytestChecks}. */
export async function unittestChecks(root: Root): Promise<readonly PlannedCheck[]> {
  const tests = await testsOf(root);
  return tests === null ? [] : [{ command: unittestIn(tests[1], tests[0]) }];
}
