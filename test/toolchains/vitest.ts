import { realpathSync } from 'node:fs';
import { missingProgram } from '../support/toolchains/missing-program';
import type { Toolchain } from '../support/toolchains/toolchain';

/** The packages of this repository. Commands see them, read-only, when they are the home of a toolchain. */
const PACKAGES = realpathSync('node_modules');

const PRICE = `/** The cents of a price as people write it: 1,234.50. */
export function centsOf(text: string): number {
  return Math.round(Number(text.replace(',', '')) * 100);
}
`;

const TESTS = `import { describe, expect, it } from 'vitest';
import { centsOf } from '../src/price';

describe('a price', () => {
  it.each([
    ['12.50', 1_250],
    ['1,234.50', 123_450],
  ])('%s', (text, cents) => expect(centsOf(text)).toBe(cents));
  it.todo('in other currencies');
});
`;

const testOf = (name: string, text: string, cents: number): string => `import { expect, test } from 'vitest';
import { centsOf } from '../src/price';

test('${name}', () => expect(centsOf('${text}')).toBe(${cents}));
`;

/** npm with vitest and TypeScript: a table, a test to be written. The bug: only the first comma is taken out. */
export const VITEST: Toolchain = {
  name: 'npm with vitest',
  missing: missingProgram({ npm: 'npm' }),
  files: {
    'package.json':
      '{ "name": "prices", "type": "module", "scripts": { "test": "vitest" }, "devDependencies": { "vitest": "*" } }\n',
    '.gitignore': 'node_modules\n',
    'src/price.ts': PRICE,
    'test/price.test.ts': TESTS,
  },
  title: 'Import fails: prices above a million are NaN',
  pullRequestTitle: 'Fix: Import fails: prices above a million are NaN',
  reads: ['src/price.ts', 'test/price.test.ts'],
  mends: {
    name: 'edit',
    input: {
      path: 'src/price.ts',
      old_text: "text.replace(',', '')",
      new_text: "text.replaceAll(',', '')",
    },
  },
  shows: {
    name: 'write_file',
    input: {
      path: 'test/millions.test.ts',
      content: testOf('reads every group of thousands', '1,234,567.00', 123_456_700),
    },
  },
  misses: {
    name: 'write_file',
    input: { path: 'test/millions.test.ts', content: testOf('reads one group', '1,000.00', 100_000) },
  },
  route: {
    setup: [`mkdir -p node_modules && ln -s '${PACKAGES}'/* '${PACKAGES}/.bin' node_modules/`],
  },
  expected: {
    command: 'npm run --silent test -- --run',
    tests: 3,
    skipped: 1,
    added: 1,
    onBase: 'npm run --silent test -- --run test/millions.test.ts',
    testsOnBase: 1,
    proof: ['test/millions.test.ts > reads every group of thousands'],
    paths: ['src/price.ts', 'test/millions.test.ts'],
  },
};

/** Lets commands see {@link PACKAGES}. */
export function showPackages(): void {
  process.env['NVM_DIR'] = PACKAGES;
}
