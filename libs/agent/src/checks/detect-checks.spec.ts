import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import { detectChecks } from './detect-checks';

const PYTEST = 'python3 -m pytest -q -p no:cacheprovider';
const withTest = (script: string): string => JSON.stringify({ scripts: { test: script } });

describe('detectChecks', () => {
  let world: ToolWorld | undefined;

  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  async function detect(files: Record<string, string>, template: string[] = []) {
    world = await openToolWorld({});
    for (const [path, content] of Object.entries(files))
      await world.context.workspace.write(path, Buffer.from(content));
    return detectChecks(world.context.workspace, template);
  }

  it.each<[string, Record<string, string>, string, string]>([
    [
      'anton.yml',
      { 'anton.yml': 'test: make check', 'package.json': withTest('x') },
      'anton.yml',
      'make check',
    ],
    [
      'AGENTS.md',
      { 'AGENTS.md': '# A\n\ntest: no\n\n```\nbuild: b\ntest: make t\n```\n', 'pom.xml': '' },
      'AGENTS.md',
      'make t',
    ],
    [
      'npm',
      { 'package.json': withTest('node --test'), 'pom.xml': '' },
      'package.json',
      'npm run --silent test',
    ],
    [
      'pnpm',
      { 'package.json': withTest('vitest'), 'pnpm-lock.yaml': '' },
      'package.json',
      'pnpm run test --run',
    ],
    [
      'yarn',
      { 'package.json': withTest('jest'), 'yarn.lock': '' },
      'package.json',
      'yarn run test --watchAll=false',
    ],
    [
      'packageManager before lock files',
      {
        'package.json': JSON.stringify({ packageManager: 'pnpm@9.1.0', scripts: { test: 'vitest' } }),
        'yarn.lock': '',
      },
      'package.json',
      'pnpm run test --run',
    ],
    ['vitest', { 'package.json': withTest('vitest') }, 'package.json', 'npm run --silent test -- --run'],
    ['vitest run', { 'package.json': withTest('vitest run') }, 'package.json', 'npm run --silent test'],
    [
      'react-scripts',
      { 'package.json': withTest('CI=1 react-scripts test') },
      'package.json',
      'npm run --silent test -- --watchAll=false',
    ],
    [
      'a runner that is not the last command',
      { 'package.json': withTest('jest && eslint .') },
      'package.json',
      'npm run --silent test',
    ],
    ['mvnw', { mvnw: '', 'pom.xml': '', 'build.gradle': '' }, 'maven', 'sh ./mvnw -B -ntp -fae test'],
    ['pom.xml', { 'pom.xml': '' }, 'maven', 'mvn -B -ntp -fae test'],
    [
      'gradlew',
      { gradlew: '', 'build.gradle': '' },
      'gradle',
      'sh ./gradlew --no-daemon --console=plain --no-build-cache --continue cleanTest test',
    ],
    [
      'build.gradle.kts',
      { 'build.gradle.kts': '' },
      'gradle',
      'gradle --no-daemon --console=plain --no-build-cache --continue cleanTest test',
    ],
    ['pytest.ini', { 'pytest.ini': '', 'go.mod': '' }, 'pytest', PYTEST],
    ['pyproject.toml', { 'pyproject.toml': '[tool.pytest.ini_options]' }, 'pytest', PYTEST],
    [
      'a development dependency',
      { 'pyproject.toml': "[dependency-groups]\ndev = ['pytest>=8']" },
      'pytest',
      PYTEST,
    ],
    ['setup.cfg', { 'setup.cfg': '[tool:pytest]' }, 'pytest', PYTEST],
    ['tox.ini', { 'tox.ini': '[pytest]' }, 'pytest', PYTEST],
    [
      'a pyproject.toml that is broken and one that is of other tools',
      { 'pyproject.toml': '[tool.black', 'tox.ini': '[flake8]', 'go.mod': '' },
      'go',
      'go test -json -count=1 ./...',
    ],
    [
      'unittest in the root',
      { 'test_a.py': 'import unittest\n' },
      'unittest',
      'python3 -m unittest discover -v',
    ],
    [
      'unittest in a package of tests',
      { 'tests/__init__.py': '', 'tests/test_a.py': 'from unittest import TestCase\n' },
      'unittest',
      'python3 -m unittest discover -v -s tests -t .',
    ],
    ['tests that use both', { 'tests/test_a.py': 'import unittest\nimport pytest\n' }, 'pytest', PYTEST],
    ['Python tests in the root', { 'test_a.py': '' }, 'pytest', PYTEST],
    ['Python tests in tests', { 'tests/test_a.py': '' }, 'pytest', PYTEST],
    ['go.mod', { 'go.mod': '', 'tests/data.txt': '' }, 'go', 'go test -json -count=1 ./...'],
    ['Cargo.toml', { 'Cargo.toml': '' }, 'cargo', 'cargo test --no-fail-fast'],
    [
      'a package.json that only holds the placeholder',
      { 'package.json': withTest('echo "Error: no test specified" && exit 1'), 'go.mod': '' },
      'go',
      'go test -json -count=1 ./...',
    ],
    [
      'a package.json that is broken',
      { 'package.json': '{', 'go.mod': '' },
      'go',
      'go test -json -count=1 ./...',
    ],
  ])('%s', async (_name, files, origin, command) => {
    expect(await detect(files)).toMatchObject({ commands: [command], origin });
  });

  it('takes the commands of the template before all others', async () => {
    expect(await detect({ 'anton.yml': 'test: x' }, ['lint', 'test'])).toEqual({
      commands: ['lint', 'test'],
      origin: 'template',
    });
  });

  it('takes several commands of anton.yml', async () => {
    expect(await detect({ 'anton.yml': 'test:\n  - lint\n  - test\n' })).toMatchObject({
      commands: ['lint', 'test'],
    });
  });

  it('takes the setup and the time of anton.yml, also when it leaves the command to the detection', async () => {
    const text = 'setup: pip install -r dev.txt\ntimeoutMinutes: 20\n';
    expect(await detect({ 'anton.yml': text, 'go.mod': '' })).toMatchObject({
      origin: 'go',
      setup: ['pip install -r dev.txt'],
      timeoutMs: 1_200_000,
    });
  });

  it('makes the runner behind a script of package.json write a report', async () => {
    const reporting = async (script: string) => {
      const plan = await detect({ 'package.json': withTest(script) });
      await world?.close();
      return Object.values(plan?.reporting ?? {})[0];
    };
    expect(await reporting('vitest')).toMatch(/^npm run --silent test -- --run --reporter=default .*junit/);
    expect(await reporting('jest')).toMatch(/-- --watchAll=false --json --outputFile="\$ANTON_REPORTS/);
    expect(await reporting('node --test')).toMatch(/export NODE_OPTIONS[\s\S]*\nnpm run --silent test$/);
    for (const own of ['vitest --reporter=dot', 'jest --json', 'node --test --test-reporter=tap', 'mocha'])
      expect(await reporting(own)).toBeUndefined();
    world = undefined;
  });

  it.each(['test: [', 'test: 3', 'test: [ok, ""]', 'tests: npm test', 'test: a\ntimeoutMinutes: 600'])(
    'guesses nothing when anton.yml says %j',
    async (text) => {
      await expect(detect({ 'anton.yml': text, 'go.mod': '' })).rejects.toMatchObject({
        code: 'checks_unreadable',
      });
    },
  );

  it('finds nothing where nothing is', async () => {
    expect(
      await detect({ 'README.md': '# test', 'tests/data.txt': '', 'AGENTS.md': 'test: prose' }),
    ).toBeNull();
  });
});
