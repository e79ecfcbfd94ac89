import type { Scenario, ScriptedStep, ScriptedTurn } from '@anton/simulation';

/** The coder writes a file. */
export const write = (path: string, content: string): ScriptedTurn => ({
  tools: [{ name: 'write_file', input: { path, content } }],
});
/** The coder claims to be done. */
export const finish = (outcome = 'fixed', summary = 'The bill was one too high.'): ScriptedTurn => ({
  tools: [{ name: 'finish', input: { outcome, summary } }],
});
/** The right fix. */
export const GOOD = write('pay.js', 'exports.pay = (bill) => bill;\n');
/** The reviewer finds nothing. */
export const APPROVES: ScriptedStep = { json: { earlier: [], findings: [], summary: 'right' } };
/** A run in which all goes well. */
export const FIXES: Scenario = { coder: [GOOD, finish()], reviewer: [APPROVES] };

/** A grave finding on the line that {@link GOOD} writes, as the reviewer's model gives it. */
export const FINDING = {
  id: 'a',
  severity: 'high',
  category: 'correctness',
  file: 'pay.js',
  start_line: 1,
  end_line: 1,
  title: 'Loses cents',
  failure_scenario: 'pay(0.1)',
  fix_hint: 'keep cents',
  confidence: 0.9,
};
/** Rejects in every round: the finding of the first one is never fixed. */
export const REJECTS: ScriptedStep[] = [1, 2, 3].map((round) => ({
  json: {
    earlier: round === 1 ? [] : [{ id: 'diff/r1-1', state: 'not_fixed' }],
    findings: round === 1 ? [FINDING] : [],
    summary: 'wrong',
  },
}));
