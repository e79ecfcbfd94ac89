/** Where the issues of an analysis are fetched. */
export interface SonarOptions {
  /** SONAR_URL: the only server that is ever asked, whatever a webhook names. */
  readonly url: string;
  /** SONAR_TOKEN: a user token with "Browse" on the projects. */
  readonly token: string;
  /** Of one request. Default 10 s. */
  readonly timeoutMs?: number;
  /** Before the second try, doubled before each further one. Default 500 ms. */
  readonly retryDelayMs?: number;
}

/** DI token of {@link SonarOptions}. */
export const SONAR_OPTIONS = Symbol('SONAR_OPTIONS');
