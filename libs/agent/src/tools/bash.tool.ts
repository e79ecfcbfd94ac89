import { Injectable } from '@nestjs/common';
import type { ExecResult } from '@anton/workspace';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { refusalOfCommand } from './forbidden-command';
import { gitAnswer } from './git/git-answer';
import { gitQuestion } from './git/git-question';
import { countOf, textOf } from './input-of';
import { answer, answered, refusal } from './tool-answer';

/** `agent-loop` 5.1, seconds. */
const DEFAULT_TIMEOUT = 120;
const MAX_TIMEOUT = 600;
const IDLE_MS = 300_000;

function endOf(result: ExecResult, seconds: number): string {
  switch (result.ended) {
    case 'exited':
      return result.exitCode === 0 ? '' : `[exit ${result.exitCode ?? result.signal}]`;
    case 'timeout':
      return `[did not end within ${seconds} s and was killed]`;
    case 'idle':
      return '[printed nothing for 300 s and was killed]';
    case 'aborted':
      return '[stopped: the run ends]';
  }
}

/** Runs a command in the tree. */
@Injectable()
@AgentToolProvider('bash')
export class BashTool extends AgentTool {
  readonly description =
    'Run a bash command in the repository: no input, no terminal, no .git; "git diff" and "git status" are answered. Long output is cut, its full text is in a @out log.';
  readonly effect = 'write';
  readonly inputSchema = {
    type: 'object',
    properties: {
      command: { type: 'string' },
      timeout_seconds: { type: 'integer', description: `default ${DEFAULT_TIMEOUT}, at most ${MAX_TIMEOUT}` },
    },
    required: ['command'],
    additionalProperties: false,
  };

  execute(
    input: Readonly<Record<string, unknown>>,
    { change, workspace, signal }: ToolContext,
  ): Promise<ToolResult> {
    return answered(async () => {
      const command = textOf(input, 'command') ?? '';
      const question = gitQuestion(command);
      if (question !== null) return answer(gitAnswer(question, await change()));
      const refused = refusalOfCommand(command);
      if (refused !== null) return refusal(refused);
      const seconds = Math.min(countOf(input, 'timeout_seconds') ?? DEFAULT_TIMEOUT, MAX_TIMEOUT);
      const result = await workspace.exec({
        command,
        timeoutMs: seconds * 1_000,
        idleTimeoutMs: IDLE_MS,
        signal,
      });
      const end = endOf(result, seconds);
      const text = [result.output.text.replace(/\n$/, ''), end].filter((part) => part !== '').join('\n');
      const { logPath } = result.output;
      return { ...(end === '' ? answer(text === '' ? '[no output]' : text) : refusal(text)), logPath };
    });
  }
}
