import { DependencyDownError, PermanentError } from '@anton/contracts';

/** SonarQube does not answer now. */
export class SonarUnavailableError extends DependencyDownError {
  constructor(detail: string, cause?: unknown) {
    super(`SonarQube cannot be asked for issues: ${detail}`, {
      code: 'sonar_unavailable',
      remedy: 'Check SONAR_URL and the way to it; the task is tried again by itself.',
      cause,
    });
  }
}

/** SonarQube refuses the question, and will refuse it again. */
export class SonarRefusedError extends PermanentError {
  constructor(status: number, detail: string) {
    super(`SonarQube refused the question for issues with ${status}: ${detail}`, {
      code: 'sonar_refused',
      remedy:
        'Check SONAR_TOKEN: a user token whose user may browse the project. SONAR_URL ends before /api.',
    });
  }
}
