import { PermanentError } from '@anton/contracts';

/** One variable that is missing or wrong. `purpose` says what it is for. */
export interface EnvironmentProblem {
  readonly name: string;
  readonly problem: string;
  readonly purpose: string | undefined;
}

/** The environment cannot be used; names every bad variable at once. */
export class BadEnvironmentError extends PermanentError {
  constructor(readonly problems: readonly EnvironmentProblem[]) {
    const lines = problems.map(
      ({ name, problem, purpose }) => `  ${name}: ${problem}${purpose === undefined ? '' : ` (${purpose})`}`,
    );
    super(`the environment is not complete:\n${lines.join('\n')}`, {
      code: 'bad_environment',
      remedy:
        'Set each variable, or NAME_FILE with the path of a file that holds it; .env.example describes all of them.',
    });
  }
}
