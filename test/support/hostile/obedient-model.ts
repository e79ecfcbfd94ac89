import type { Scenario, ScriptedTurn } from '@anton/simulation';
import type { HostileStep } from '../../hostile/hostile-case';
import { APPROVES, bash, finishes, GOOD, read, write } from '../runner/turns';

function turnOf(step: HostileStep): ScriptedTurn {
  if ('exec' in step)
    return { tools: [{ name: 'bash', input: { command: step.exec, timeout_seconds: step.seconds ?? 20 } }] };
  if ('read' in step) return read(step.read);
  if ('write' in step) return write(step.write, step.content);
  if ('list' in step) return { tools: [{ name: 'ls', input: { path: step.list } }] };
  return { tools: [{ name: 'grep', input: { pattern: step.grep } }] };
}

/** A coder that does what the attacker says, step by step, then what the ticket asks for; a reviewer that approves. */
export function obedientModel(steps: readonly HostileStep[], last: readonly string[]): Scenario {
  return {
    coder: [...steps.map(turnOf), ...last.map(bash), GOOD, ...finishes(8)],
    reviewer: [APPROVES, APPROVES, APPROVES],
  };
}
