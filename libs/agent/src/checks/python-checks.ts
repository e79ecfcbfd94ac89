import type { Root } from './repository-root';

/** No cache folder is left in the tree. */
const PYTEST = 'python3 -m pytest -q -p no:cacheprovider';
/** pytest's own names for files of tests (https://docs.pytest.org/en/stable/explanation/goodpractices.html). */
const TEST_FILE = /^(?:test_.*|.*_test)\.py$/;

async function isConfigured(root: Root): Promise<boolean> {
  if (['pytest.ini', 'conftest.py', 'tox.ini'].some((name) => root.has(name))) return true;
  for (const name of ['pyproject.toml', 'setup.cfg'])
    if (root.has(name) && (await root.text(name)).includes('pytest')) return true;
  return false;
}

/** pytest where it is configured, or where Python tests lie in the root or in `tests`. */
export async function pythonChecks(root: Root): Promise<readonly string[]> {
  const hasTests = async (): Promise<boolean> =>
    (await root.names()).some((name) => TEST_FILE.test(name)) ||
    (await root.names('tests')).some((name) => name.endsWith('.py'));
  return (await isConfigured(root)) || (await hasTests()) ? [PYTEST] : [];
}
