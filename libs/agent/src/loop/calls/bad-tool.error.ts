import { PermanentError } from '@anton/contracts';

/** A registered agent tool cannot be offered to a model; the boot stops. */
export class BadToolError extends PermanentError {
  constructor(tool: string, problem: string) {
    super(`the agent tool "${tool}" cannot be used: ${problem}`, {
      code: 'bad_agent_tool',
      remedy: `Correct the tool "${tool}", or remove its module from ANTON_EXTENSIONS.`,
    });
  }
}
