import type { Scenario, ScriptedTurn } from '@anton/simulation';
import { FAULTY } from '../place';
import { APPROVED, FINISH } from '../scenarios';

const call = (name: string, input: Readonly<Record<string, unknown>>): ScriptedTurn => ({
  tools: [{ name, input }],
});
const reads = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: 'read_file',
    input: { path: 'big.txt', offset: 1 + (from + index) * 400, limit: 400 },
  }));
const write = (content: string): ScriptedTurn => call('write_file', { path: 'sum.js', content });
const SIGHT = call('bash', { command: 'git diff' });

const finding = {
  id: 'a',
  severity: 'high',
  category: 'correctness',
  file: 'sum.js',
  start_line: 1,
  end_line: 1,
  title: 'Loses the sign',
  failure_scenario: 'sum(-2, 3)',
  fix_hint: 'add',
  confidence: 0.9,
};

/** {@link FAULTY}, and a file so long that reading it fills the context. */
export const EVENTFUL_FILES: Readonly<Record<string, string>> = {
  ...FAULTY,
  'big.txt': Array.from({ length: 12_000 }, (_, line) => `line ${line} ${'x'.repeat(65)}\n`).join(''),
};

/**
 * Reads side by side, a bad call, the same call until a guard speaks, a red run of the tests, so much text that old
 * output is cleared, so many calls that the model is warned, a fix that is rejected and one that is approved, by a command that
 * does not do the same when it is executed twice.
 */
export const EVENTFUL: Scenario = {
  coder: [
    { thinking: 'let me see', tools: reads(3, 0) },
    call('read_file', { file: 1 }),
    SIGHT,
    SIGHT,
    SIGHT,
    call('run_tests', {}),
    { tools: reads(9, 3) },
    { tools: reads(12, 12) },
    write('export const sum = (a, b) => Math.abs(a) + Math.abs(b);\n'),
    FINISH,
    write('export const sum = (a, b) => a + b;\n'),
    call('bash', { command: 'echo "// adds" >> sum.js' }),
    FINISH,
  ],
  reviewer: [
    { json: { earlier: [], findings: [finding], summary: 'wrong' } },
    { json: { earlier: [{ id: 'diff/r1-1', state: 'fixed' }], findings: [], summary: 'right' } },
  ],
};
/** Four fifths of them are spent before the end. */
export const EVENTFUL_CALLS = 14;

/** A reviewer that is down: its calls fail, and the pull request is a draft. */
export const UNREVIEWED: Scenario = {
  coder: [call('edit', { path: 'sum.js', old_text: 'a - b', new_text: 'a + b' }), FINISH],
  reviewer: [{ fault: 'status', status: 400 }],
};

/** One edit, one review. */
export const PLAIN: Scenario = { ...UNREVIEWED, reviewer: [APPROVED] };
