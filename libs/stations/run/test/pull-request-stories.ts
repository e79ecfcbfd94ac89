import { RunBudget, type CheckRun, type ReviewFinding } from '@anton/agent';
import type { ChangedFile } from '@anton/codehost';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { RunFacts, type RunEnding } from '../src/facts/run-facts';
import { noProof, proofOf } from '../src/proof/proof';

/** A run that ended, as its pull request is written of it. */
export interface Story {
  readonly task: AgentTask;
  readonly route: RouteDecision;
  readonly facts: RunFacts;
  readonly ending: RunEnding;
}

const MODELS = { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' };
const TREES = { base: '4f1c20ab77d1', head: '9b02de61c5aa' };

/** A run of checks: `failing` of `tests` failed. */
export function checkRun(command: string, tests: number, failing: readonly string[] = []): CheckRun {
  const isGreen = failing.length === 0;
  return {
    command,
    outcome: isGreen ? 'passed' : 'failed',
    exitCode: isGreen ? 0 : 1,
    tests,
    failed: failing.length,
    skipped: 0,
    cases: [],
    flaky: [],
    failures: failing.map((id) => ({ id, detail: '' })),
    durationMs: 31_400,
    tail: '',
    logPath: null,
  };
}

/** A blocking finding; `fields` replace what they name. */
export function finding(fields: Partial<ReviewFinding>): ReviewFinding {
  return {
    id: 'diff/r1-1',
    severity: 'high',
    category: 'correctness',
    file: 'src/main/java/com/acme/pay/PaymentService.java',
    startLine: 41,
    endLine: 44,
    title: 'A missing customer is billed the full price without a word',
    failureScenario: 'An invoice whose customer was deleted is charged to nobody, and nothing is logged.',
    fixHint: 'Throw.',
    confidence: 0.9,
    ...fields,
  };
}

/** A file of a change. */
export function file(path: string, addedLines: number, deletedLines: number, isNew = false): ChangedFile {
  return { path, status: isNew ? 'added' : 'modified', addedLines, deletedLines, binary: false };
}

function factsOf(files: readonly ChangedFile[], text = ''): RunFacts {
  const facts = new RunFacts();
  facts.diff = { treeSha: TREES.head, text, files };
  const now = new Date(0);
  facts.budget = new RunBudget({
    usd: 2,
    callsFirstRound: 80,
    callsPerFurtherRound: 25,
    callsTotal: 150,
    grossInputTokens: 4_000_000,
    outputTokens: 300_000,
    softDeadline: now,
    hardDeadline: now,
  });
  const usage = { inputTokens: 760, cacheReadTokens: 10_950, cacheWriteTokens: 1_002, outputTokens: 517 };
  const reply = { blocks: [], stopReason: 'end_turn', raw: null, usage, usd: 0.035 } as const;
  for (let call = 0; call < 12; call += 1) facts.budget.spend('coder', { ...reply, model: MODELS.coder });
  return facts;
}

/** The founding story: an alert, a red test, an approval in the second round. */
export function approved(): Story {
  const task = sampleTask('4711', {
    source: 'DATADOG',
    title: 'NullPointerException in PaymentService.java',
    externalUrl: 'https://app.datadoghq.eu/monitors/4711',
    priority: 'P1',
  });
  const test = 'com.acme.pay.PaymentServiceTest.refusesAnInvoiceWithoutCustomer';
  const mvn = 'mvn -B -ntp -fae test';
  const facts = factsOf([
    file('src/main/java/com/acme/pay/PaymentService.java', 5, 1),
    file('src/test/java/com/acme/pay/PaymentServiceTest.java', 14, 0),
  ]);
  facts.plan = { commands: [mvn], origin: 'maven' };
  facts.baseline = { ...checkRun(mvn, 41), flaky: ['com.acme.pay.ClockTest.ticks'] };
  const head = { treeSha: TREES.head, run: checkRun(mvn, 42) };
  facts.final = head.run;
  const red = checkRun('mvn -B -ntp -Dtest=PaymentServiceTest test', 3, [test]);
  facts.proof = proofOf({ treeSha: TREES.base, run: { ...red, durationMs: 8_120 } }, head);
  facts.summary = [
    '`PaymentService.charge` read the address of `invoice.customer()`, which is null once the customer was deleted.',
    '',
    '- `charge` now refuses such an invoice with `InvoiceWithoutCustomerException`, before anything is booked',
    '- a new test holds that',
  ].join('\n');
  facts.review.verdict = 'approved';
  facts.review.rounds = 2;
  facts.review.settled = [{ finding: finding({}), how: 'fixed' }];
  const remark = { severity: 'low', title: 'The message could name the invoice', startLine: 42 } as const;
  facts.review.remarks = [finding(remark)];
  return {
    task,
    route: sampleRoute(task, { models: MODELS, template: 'java-backend' }),
    facts,
    ending: { status: 'pr_opened', message: 'approved' },
  };
}

/** Rejected once, and red ever since; a test failed before already. */
export function openEnds(): Story {
  const task = sampleTask('SHOP-212', {
    title: 'Cart total is wrong when a voucher expires at midnight',
    externalUrl: 'https://acme.atlassian.net/browse/SHOP-212',
    priority: 'P2',
  });
  const npm = 'npm test';
  const old = 'mail > sends the receipt in the language of the customer';
  const fresh = 'cart > keeps a voucher that expires tomorrow';
  const facts = factsOf(
    [
      file('src/cart/total.js', 22, 9),
      file('src/cart/voucher.js', 31, 0, true),
      file('test/cart.test.js', 4, 5),
    ],
    [
      'diff --git a/test/cart.test.js b/test/cart.test.js',
      '--- a/test/cart.test.js',
      '+++ b/test/cart.test.js',
      '@@ -8,3 +8,2 @@',
      " test('cart', () => {",
      '-  assert.equal(total(cart), 9900);',
      ' });',
      '',
    ].join('\n'),
  );
  facts.plan = { commands: [npm], origin: 'package.json' };
  facts.baseline = checkRun(npm, 118, [old]);
  facts.final = checkRun(npm, 118, [old, fresh]);
  facts.summary = 'The voucher was compared in local time and its end in UTC. Both are compared in UTC now.';
  facts.review.verdict = 'rejected';
  facts.review.rounds = 2;
  const place = { file: 'src/cart/total.js', startLine: 18 };
  facts.review.open = [
    finding({
      id: 'diff/r2-1',
      severity: 'critical',
      file: 'src/cart/voucher.js',
      startLine: 7,
      title: 'A voucher without an end throws',
      failureScenario: '`new Date(undefined).toISOString()` raises RangeError: every such cart fails.',
    }),
    finding({
      ...place,
      title: 'Expired vouchers count until the next day in zones west of UTC',
      failureScenario: 'At 20:00 in New York a voucher that ended at midnight UTC still takes 10 % off.',
    }),
  ];
  facts.review.settled = [
    { finding: finding({ ...place, id: 'diff/r1-2', title: 'Rounds twice' }), how: 'withdrawn' },
  ];
  return {
    task,
    route: sampleRoute(task, { models: MODELS }),
    facts,
    ending: { status: 'tests_failing', message: `the checks are red (exit 1): ${old}, ${fresh}` },
  };
}

/** Green, but its test is green without the change too, and the reviewer did not answer. */
export function unreviewed(): Story {
  const task = sampleTask('PAY-88', {
    title: 'PAY-88: Refund endpoint returns 500 for zero amounts',
    priority: 'P3',
  });
  const pytest = 'python -m pytest -q';
  const facts = factsOf([file('refunds/api.py', 3, 1), file('tests/test_refunds.py', 9, 0)]);
  facts.plan = { commands: [pytest], origin: 'pytest' };
  facts.baseline = checkRun(pytest, 64);
  const head = { treeSha: TREES.head, run: checkRun(pytest, 65) };
  facts.final = head.run;
  const base = { treeSha: TREES.base, run: checkRun('python -m pytest -q tests/test_refunds.py', 7) };
  facts.proof = proofOf(base, head);
  facts.summary = 'Reject refunds of zero. The amount was divided by before it was checked.';
  facts.review.verdict = 'unavailable';
  facts.review.rounds = 1;
  facts.review.unavailable = 'diff: the provider answered 503 to 8 attempts';
  return {
    task,
    route: sampleRoute(task, { models: MODELS }),
    facts,
    ending: { status: 'pr_opened', message: `not reviewed: ${facts.review.unavailable}` },
  };
}

/** Every list and text as long and as loud as a stranger can make it. */
export function hostile(loud: string): Story {
  const long = `${loud} `.repeat(400);
  const many = (count: number): string[] =>
    Array.from({ length: count }, (_value, index) => `${index} ${long}`);
  const task = sampleTask(loud.slice(0, 300), {
    title: `${loud} `.repeat(Math.floor(480 / (loud.length + 1))),
    taskId: 'jira-loud-0123456789',
  });
  const facts = factsOf(many(300).map((name) => file(name, 1, 1)));
  facts.plan = { commands: [long], origin: 'template' };
  facts.baseline = { ...checkRun(long, 40, many(20)), flaky: many(20) };
  facts.final = checkRun(
    long,
    40,
    many(20).map((id) => `new ${id}`),
  );
  const run = { treeSha: TREES.base, run: facts.baseline };
  facts.proof = noProof(long, { base: run, head: run });
  facts.summary = long.replaceAll(' ', '\n');
  facts.review.verdict = 'rejected';
  facts.review.rounds = 3;
  facts.review.open = many(30).map((title) => finding({ title, failureScenario: long, file: long }));
  facts.review.remarks = facts.review.open;
  facts.review.unavailable = long;
  return {
    task,
    route: sampleRoute(task, { models: MODELS }),
    facts,
    ending: { status: 'stuck', message: long },
  };
}
