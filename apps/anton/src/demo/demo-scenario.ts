import type { RequestBody, Scenario } from '@anton/simulation';
import { FIRST_FIX, NEW_TEST, SECOND_FIX } from './demo-files';

/** The line of src/discount.js on which the first fix catches everything. */
const CATCH_LINE = 6;

function reviewRound(body: RequestBody): number {
  return JSON.stringify(body['input']).includes('This is round 2') ? 1 : 0;
}

/** What the scripted models answer: the coder's first fix is green and wrong, the reviewer sees it, the second is right. */
export const DEMO_SCENARIO: Scenario = {
  router: [
    {
      json: {
        verdict: 'fix',
        template: 'node-service',
        skills: ['node-testing'],
        complexity: 'small',
        risk: 'low',
        confidence: 0.93,
        reason: 'A TypeError in one function of this service, with a failing test.',
        question: '',
      },
    },
  ],
  coder: [
    {
      text: 'I look at the fault first.',
      tools: [
        { name: 'grep', input: { pattern: 'contract' } },
        { name: 'ls', input: {} },
      ],
    },
    {
      tools: [
        { name: 'read_file', input: { path: 'src/discount.js' } },
        { name: 'read_file', input: { path: 'test/invoice.test.js' } },
      ],
    },
    { tools: [{ name: 'edit', input: FIRST_FIX }] },
    { tools: [{ name: 'run_tests', input: {} }] },
    {
      tools: [
        {
          name: 'finish',
          input: {
            outcome: 'fixed',
            summary:
              'discountPercent failed for an invoice without a customer; it now answers 0 when the contract cannot be read.',
          },
        },
      ],
    },
    {
      text: 'The finding is right.',
      tools: [
        { name: 'edit', input: SECOND_FIX },
        { name: 'write_file', input: NEW_TEST },
      ],
    },
    { tools: [{ name: 'run_tests', input: {} }] },
    {
      tools: [
        {
          name: 'finish',
          input: {
            outcome: 'fixed',
            summary:
              'discountPercent failed for an invoice without a customer. It now answers 0 for nobody, and a broken contract still fails loudly; both have a test.',
          },
        },
      ],
    },
  ],
  reviewer: [
    {
      json: {
        earlier: [],
        findings: [
          {
            id: 'f1',
            severity: 'high',
            category: 'correctness',
            file: 'src/discount.js',
            start_line: CATCH_LINE,
            end_line: CATCH_LINE + 1,
            title: 'The catch hides the RangeError: a broken contract bills the full price',
            failure_scenario:
              'A contract with percent 120 threw a RangeError before; now it silently becomes a discount of 0.',
            fix_hint: 'Answer 0 only when there is no customer, and let every other error through.',
            confidence: 0.95,
          },
        ],
        summary: 'The fix is green because it swallows every error.',
      },
    },
    {
      json: {
        earlier: [{ id: 'diff/r1-1', state: 'fixed' }],
        findings: [],
        summary:
          'Only a missing customer is treated as no discount; the error for a broken contract is kept and tested.',
      },
    },
  ],
  reviewRoundOf: reviewRound,
};
