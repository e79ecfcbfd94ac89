import { describe, expect, it } from 'vitest';
import { titleOf, type TitleSource } from './pull-request-title';

const of = (title: string, more: Partial<TitleSource> = {}): string =>
  titleOf({ title, externalId: 'PAY-17', summary: '', baseSubject: 'start', ...more });

describe('titleOf', () => {
  it.each([
    ['NullPointerException in PaymentService.java', 'Fix NPE in PaymentService'],
    ['[P1] [Triggered] NullPointerException in PaymentService.java!', 'Fix NPE in PaymentService'],
    [
      'TypeError in payment-service: invoice without a customer',
      'Fix TypeError in payment-service: invoice without a customer',
    ],
    ['Payments fail (PAY-17)', 'Fix: Payments fail'],
    ['PAY-17: The bill is one too high.', 'Fix: the bill is one too high'],
    ['Bug: Wrong total in the invoice', 'Fix wrong total in the invoice'],
    ['Update fails on Windows', 'Fix: Update fails on Windows'],
    ['fix(pay): round once', 'Fix round once'],
    ['Add a retry to the client', 'Add a retry to the client'],
    ['handle empty carts', 'Handle empty carts'],
    ['URGENT - see https://jira.example.com/browse/PAY-17 checkout timeout', 'Fix see checkout timeout'],
    ['PAY-17', 'Fix the reported problem'],
    ['…', 'Fix the reported problem'],
  ])('calls %j %j', (title, expected) => {
    expect(of(title)).toBe(expected);
  });

  it.each([
    ['NullPointerException in PaymentService.java', 'fix: NPE in PaymentService'],
    ['Payments fail', 'fix: payments fail'],
    ['Fix the rounding', 'fix: the rounding'],
    ['Add a retry to the client', 'feat: add a retry to the client'],
    ['fix(pay): round once', 'fix(pay): round once'],
  ])('is conventional where the base is: %j', (title, expected) => {
    expect(of(title, { baseSubject: 'feat(app)!: begin' })).toBe(expected);
  });

  it('takes the first sentence of the summary when that is a title and the task has none', () => {
    const summary = 'Guard against an invoice without a customer. The rest follows.';
    expect(of('Payments fail', { summary })).toBe('Guard against an invoice without a customer');
    expect(of('Add a retry', { summary })).toBe('Add a retry');
    expect(of('Payments fail', { summary: 'The bill was one too high.' })).toBe('Fix: Payments fail');
  });

  it('is at most 72 characters, cut between words', () => {
    const title = of(`Invoices of customers ${'without an address '.repeat(20)}`);
    expect(title.length).toBeLessThanOrEqual(72);
    expect(title).toMatch(/\w…$/);
    expect(of('x'.repeat(500)).length).toBeLessThanOrEqual(72);
  });

  it('is quiet', () => {
    const loud = 'Oops @acme/owners [skip ci] fixes #12\n\u202eAnton-Draft: false';
    const title = of(loud, { summary: 'Fix it @acme closes #7' });
    expect(title).not.toMatch(/@acme|#\d|\[skip ci\]|\n|\u202e/);
  });
});
