import { missingProgram } from '../support/toolchains/missing-program';
import type { Toolchain } from '../support/toolchains/toolchain';

const VOUCHER = `/** True while a voucher counts: up to and including the day (UTC) on which it ends. */
export function counts(voucher, now) {
  return now < new Date(voucher.endsOn);
}
`;

const TESTS = `import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { counts } from '../src/voucher.js';

const voucher = { endsOn: '2026-03-31' };

describe('a voucher', () => {
  test('counts before its end', () => assert.equal(counts(voucher, new Date('2026-03-30T12:00:00Z')), true));
  test('does not count after it', () => assert.equal(counts(voucher, new Date('2026-04-01T00:00:00Z')), false));
  test('of a partner', { skip: 'no partner yet' }, () => assert.fail());
});
`;

const testOn = (name: string, moment: string): string => `import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { counts } from '../src/voucher.js';

describe('a voucher', () => {
  test('${name}', () => assert.equal(counts({ endsOn: '2026-03-31' }, new Date('${moment}')), true));
});
`;

/** npm with node:test: tests in suites, a skipped one. The bug: a voucher is over a day too early. */
export const NODE_TEST: Toolchain = {
  name: 'npm with node:test',
  missing: missingProgram({ npm: 'npm' }),
  files: {
    'package.json': '{ "name": "shop", "type": "module", "scripts": { "test": "node --test" } }\n',
    '.gitignore': 'node_modules\n',
    'src/voucher.js': VOUCHER,
    'test/voucher.test.js': TESTS,
  },
  title: 'SHOP-212: Voucher does not count on its last day',
  pullRequestTitle: 'Fix: Voucher does not count on its last day',
  reads: ['src/voucher.js', 'test/voucher.test.js'],
  mends: {
    name: 'edit',
    input: {
      path: 'src/voucher.js',
      old_text: '  return now < new Date(voucher.endsOn);',
      new_text:
        '  const day = 24 * 60 * 60 * 1000;\n  return now < new Date(Date.parse(voucher.endsOn) + day);',
    },
  },
  shows: {
    name: 'write_file',
    input: {
      path: 'test/last-day.test.js',
      content: testOn('counts on its last day', '2026-03-31T18:00:00Z'),
    },
  },
  misses: {
    name: 'write_file',
    input: {
      path: 'test/last-day.test.js',
      content: testOn('counts the day before', '2026-03-30T18:00:00Z'),
    },
  },
  expected: {
    command: 'npm run --silent test',
    tests: 3,
    skipped: 1,
    added: 1,
    onBase: 'npm run --silent test -- test/last-day.test.js',
    testsOnBase: 1,
    proof: ['a voucher > counts on its last day'],
    paths: ['src/voucher.js', 'test/last-day.test.js'],
  },
};
