import type { ScriptedStep, ScriptedTurn } from '@anton/simulation';

/** The coder writes a file. */
export const write = (path: string, content: string): ScriptedTurn => ({
  tools: [{ name: 'write_file', input: { path, content } }],
});
export const bash = (command: string): ScriptedTurn => ({ tools: [{ name: 'bash', input: { command } }] });
export const read = (path: string): ScriptedTurn => ({ tools: [{ name: 'read_file', input: { path } }] });
export const edit = (path: string, old_text: string, new_text: string): ScriptedTurn => ({
  tools: [{ name: 'edit', input: { path, old_text, new_text } }],
});
/** The coder claims to be done. */
export const finish = (outcome = 'fixed', summary = 'The bill was one too high.'): ScriptedTurn => ({
  tools: [{ name: 'finish', input: { outcome, summary } }],
});
/** Several calls in one turn. */
export const together = (...turns: readonly ScriptedTurn[]): ScriptedTurn => ({
  tools: turns.flatMap(({ tools = [] }) => tools),
});
/** The right fix of `PAY_FILES`. */
export const GOOD = write('pay.js', 'exports.pay = (bill) => bill;\n');
/** Says the same for ever, however often the coder is asked again. */
export const finishes = (count: number): ScriptedTurn[] => Array.from({ length: count }, () => finish());
/** The reviewer finds nothing. */
export const APPROVES: ScriptedStep = { json: { earlier: [], findings: [], summary: 'right' } };
