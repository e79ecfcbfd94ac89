import { Redactor, secretValues } from '@anton/platform';

/** What a command of the runner gets from its process. */
export interface RunnerProcess {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Knows every secret among the variables. */
  readonly redactor: Redactor;
}

export const RUNNER_PROCESS = Symbol.for('anton.runner-process');

export function runnerProcess(variables: Record<string, string | undefined>): RunnerProcess {
  return { variables, redactor: new Redactor(secretValues(variables)) };
}
