import { expect, it } from 'vitest';
import type { CheckPlan } from '@anton/agent';
import { selectedTests } from './selected-tests';

const FILES = [
  'src/test/java/p/ATest.java',
  'a b.test.ts',
  'pkg/a_test.go',
  'tests/test_a.py',
  'tests/data.json',
];
const plan = (command: string, reporting?: string): CheckPlan => ({
  commands: [command],
  origin: 'template',
  ...(reporting === undefined ? {} : { reporting: { [command]: reporting } }),
});

it.each([
  [
    'mvn -B -ntp -fae test',
    'mvn -B -ntp -fae test -Dtest=ATest -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false',
  ],
  ['go test -json -count=1 ./...', 'go test -json -count=1 ./pkg'],
  ['python3 -m pytest -q', 'python3 -m pytest -q tests/test_a.py'],
  ['node --test', "node --test 'a b.test.ts'"],
])('%s becomes %s', (command, expected) => {
  expect(selectedTests(plan(command), FILES)?.commands).toEqual([expected]);
});

it('hands files on through npm, with the report', () => {
  const command = 'npm run --silent test';
  expect(
    selectedTests(plan(command, `${command} -- --run --outputFile.junit=vitest.xml`), FILES),
  ).toMatchObject({
    commands: [`${command} -- 'a b.test.ts'`],
    reporting: {
      [`${command} -- 'a b.test.ts'`]: `${command} -- --run --outputFile.junit=vitest.xml 'a b.test.ts'`,
    },
  });
});

it.each(['make test', 'npm test', 'mvn test && echo ok', "cd 'web' && pytest", 'cargo test'])(
  '%s runs whole',
  (command) => {
    expect(selectedTests(plan(command), FILES)).toBeNull();
  },
);

it('runs whole what has several commands, or no file of its own', () => {
  expect(selectedTests({ commands: ['pytest', 'pytest'], origin: 'template' }, FILES)).toBeNull();
  expect(selectedTests(plan('pytest'), ['src/a.py'])).toBeNull();
});
