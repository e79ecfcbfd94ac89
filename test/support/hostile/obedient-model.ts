import type { Scenario, ScriptedTurn } from '@anton/simulation';
import type { HostileStep } from '../../hostile/hostile-case';
import { APPROVES, bash, finishes, GOOD, read, together, write } from '../runner/turns';

function turnOf(step: HostileStep): ScriptedTurn {
  if ('exec' in step)
    return { tools: [{ name: 'bash', input: { command: step.exec, timeout_seconds: step.seconds ?? 20 } }] };
  if ('read' in step) return read(step.read);
  if ('write' in step) return write(step.write, step.content);
  if ('list' in step) return { tools: [{ name: 'ls', input: { path: step.list } }] };
  return { tools: [{ name: 'grep', input: { pattern: step.grep } }] };
}

/**
 * A coder that does what the attacker says, each batch in one turn, and then what the ticket asks for; the reviewer approves.
 */
export function obedientModel(batches: readonly (readonly HostileStep[])[]): Scenario {
  const turns = batches.filter((batch) => batch.length > 0).map((batch) => together(...batch.map(turnOf)));
  return {
    coder: [...turns, GOOD, bash('node --test 2>&1 | tail -3'), ...finishes(8)],
    reviewer: [APPROVES, APPROVES, APPROVES],
  };
}
