import { Inject, Injectable } from '@nestjs/common';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { SonarRefusedError, SonarUnavailableError } from './sonar.errors';
import { sonarIssuePage, type SonarIssue } from './sonar-issue';
import { SONAR_OPTIONS, type SonarOptions } from './sonar.options';

/** The largest page that `api/issues/search` gives (https://docs.sonarsource.com/sonarqube-server/extension-guide/web-api/). */
const PAGE_SIZE = 500;
/** Sorted worst first: what comes after 2,000 is never among the five. */
const MAX_PAGES = 4;
const TRIES = 3;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_RETRY_DELAY_MS = 500;
const MAX_DETAIL = 200;

/** A branch of a project; null for the only one of an edition without branches. */
export interface SonarBranch {
  readonly project: string;
  readonly branch: string | null;
}

/** Open issues in the new code of a branch; `total` counts also those that were not read. */
export interface SonarIssues {
  readonly total: number;
  readonly issues: readonly SonarIssue[];
}

/** Asks the configured SonarQube, Server or Cloud, for issues. */
@Injectable()
export class SonarApi {
  constructor(@Inject(SONAR_OPTIONS) private readonly options: SonarOptions) {}

  /** @throws SonarUnavailableError after three tries, SonarRefusedError at once. */
  async issues(branch: SonarBranch, signal: AbortSignal): Promise<SonarIssues> {
    const issues: SonarIssue[] = [];
    for (let page = 1; ; page += 1) {
      const { paging, issues: found } = await this.page(branch, page, signal);
      issues.push(...found);
      const isLast = found.length < PAGE_SIZE || page === MAX_PAGES || issues.length >= paging.total;
      if (isLast) return { total: paging.total, issues };
    }
  }

  private async page({ project, branch }: SonarBranch, page: number, signal: AbortSignal) {
    const url = new URL(`${this.options.url.replace(/\/+$/, '')}/api/issues/search`);
    // Two names of one parameter: `componentKeys` before 10.2, `components` since; `resolved` is known to all versions.
    const query = { componentKeys: project, components: project, inNewCodePeriod: 'true', resolved: 'false' };
    const paging = { s: 'SEVERITY', asc: 'false', ps: String(PAGE_SIZE), p: String(page) };
    url.search = new URLSearchParams({
      ...query,
      ...(branch === null ? {} : { branch }),
      ...paging,
    }).toString();
    const initialDelay = this.options.retryDelayMs ?? DEFAULT_RETRY_DELAY_MS;
    const policy = retry(
      handleWhen((error) => error instanceof SonarUnavailableError),
      { maxAttempts: TRIES - 1, backoff: new ExponentialBackoff({ initialDelay }) },
    );
    const text = await policy.execute(() => this.get(url, signal), signal);
    return this.read(text);
  }

  /** A redirect is refused: it would take the token to another address. */
  private async get(url: URL, signal: AbortSignal): Promise<string> {
    const late = AbortSignal.timeout(this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    try {
      const answer = await fetch(url, {
        headers: { accept: 'application/json', authorization: `Bearer ${this.options.token}` },
        redirect: 'manual',
        signal: AbortSignal.any([signal, late]),
      });
      const text = await answer.text();
      if (answer.ok) return text;
      throw refusal(answer.status, text);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof SonarRefusedError || error instanceof SonarUnavailableError) throw error;
      throw new SonarUnavailableError(error instanceof Error ? error.message : String(error), error);
    }
  }

  private read(text: string) {
    try {
      return sonarIssuePage.parse(JSON.parse(text));
    } catch (error) {
      throw new SonarUnavailableError('its answer is not one of api/issues/search', error);
    }
  }
}

function refusal(status: number, text: string): Error {
  if (status === 429 || status >= 500) return new SonarUnavailableError(`it answered ${status}`);
  return new SonarRefusedError(status, text.slice(0, MAX_DETAIL));
}
