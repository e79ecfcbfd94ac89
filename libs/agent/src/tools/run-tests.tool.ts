import { Injectable } from '@nestjs/common';
import { boundedText } from '@anton/platform';
import type { CheckRun } from '../checks/check-session';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { answer, refusal } from './tool-answer';

/** Characters of all details together; the names are always there. */
const DETAILS_LIMIT = 12_000;

function failuresOf({ failures, tail }: CheckRun): string {
  if (failures.length === 0) return tail;
  const details = failures.map(({ id, detail }) => `- ${id}\n${detail}`).join('\n');
  if (details.length <= DETAILS_LIMIT) return details;
  const names = failures.map(({ id }) => `- ${id}`).join('\n');
  return `${names}\n\n${boundedText(details, DETAILS_LIMIT)}`;
}

function told(run: CheckRun): string {
  const skipped = (run.skipped ?? 0) === 0 ? '' : `, ${run.skipped} skipped`;
  const counts = run.tests === null ? '' : ` (${run.tests} tests, ${run.failed ?? 0} failing${skipped})`;
  const log = run.logPath === null ? '' : `\n[full output: ${run.logPath}]`;
  if (run.outcome === 'passed') return `passed${counts}`;
  if (run.outcome === 'timed_out')
    return `did not terminate within ${Math.round(run.durationMs / 1000)} s; it was killed with all it started. A watcher or a server never ends${log}\n${run.tail}`;
  return `failed${counts}, exit ${run.exitCode ?? 'none'}\n${failuresOf(run)}${log}`;
}

/** Runs the gate for the model; the runner runs it again itself. */
@Injectable()
@AgentToolProvider('run_tests')
export class RunTestsTool extends AgentTool {
  readonly description = "Run the repository's checks, the ones that decide whether the change is accepted.";
  readonly effect = 'write';
  readonly inputSchema = { type: 'object', properties: {}, required: [], additionalProperties: false };

  async execute(
    _input: Readonly<Record<string, unknown>>,
    { checks, signal }: ToolContext,
  ): Promise<ToolResult> {
    if (checks.plan === null) return refusal('no test command was found in this repository');
    const run = await checks.run(signal);
    const result = run.outcome === 'passed' ? answer(told(run)) : refusal(told(run));
    return run.logPath === null ? result : { ...result, logPath: run.logPath };
  }
}
