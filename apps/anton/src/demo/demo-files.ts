/** A small service with a real fault: an invoice without a customer cannot be totalled, and a test says so. */
export const DEMO_FILES: Readonly<Record<string, string>> = {
  'package.json': `{
  "name": "payments",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "scripts": { "test": "node --test" }
}
`,
  'README.md': '# payments\n\nTotals of invoices. Amounts are cents. `npm test` runs the tests.\n',
  'src/invoice.js': `import { discountPercent } from './discount.js';

/** The total of an invoice in cents, after the customer's discount. */
export function totalOf(invoice) {
  const net = invoice.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
  return Math.round((net * (100 - discountPercent(invoice.customer))) / 100);
}
`,
  'src/discount.js': `/** The discount of a customer in percent. */
export function discountPercent(customer) {
  if (customer.contract.percent > 100) throw new RangeError('a discount cannot exceed 100 percent');
  return customer.contract.percent;
}
`,
  'test/invoice.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { totalOf } from '../src/invoice.js';

const lines = [{ quantity: 2, unitPrice: 1250 }];

test('takes the discount of the contract', () => {
  assert.equal(totalOf({ lines, customer: { contract: { percent: 10 } } }), 2250);
});

test('an invoice without a customer has no discount', () => {
  assert.equal(totalOf({ lines, customer: null }), 2500);
});
`,
};

/** The first fix: the test is green, and every fault of a contract is swallowed. */
export const FIRST_FIX = {
  path: 'src/discount.js',
  old_text: `  if (customer.contract.percent > 100) throw new RangeError('a discount cannot exceed 100 percent');
  return customer.contract.percent;`,
  new_text: `  try {
    if (customer.contract.percent > 100) throw new RangeError('a discount cannot exceed 100 percent');
    return customer.contract.percent;
  } catch {
    return 0;
  }`,
};

/** The second fix: no customer, no discount; a broken contract still fails loudly. */
export const SECOND_FIX = {
  path: 'src/discount.js',
  old_text: FIRST_FIX.new_text,
  new_text: `  if (customer === null || customer === undefined) return 0;
  if (customer.contract.percent > 100) throw new RangeError('a discount cannot exceed 100 percent');
  return customer.contract.percent;`,
};

/** The test that the second fix brings along. */
export const NEW_TEST = {
  path: 'test/discount.test.js',
  content: `import assert from 'node:assert/strict';
import test from 'node:test';
import { discountPercent } from '../src/discount.js';

test('nobody has no discount', () => {
  assert.equal(discountPercent(null), 0);
});

test('a contract beyond 100 percent is an error, not a gift', () => {
  assert.throws(() => discountPercent({ contract: { percent: 120 } }), RangeError);
});
`,
};
