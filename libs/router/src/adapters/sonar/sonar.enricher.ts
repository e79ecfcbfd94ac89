import { Injectable } from '@nestjs/common';
import type { AgentTask } from '@anton/contracts';
import { TaskEnricher, TaskEnricherProvider, type TaskEnrichment } from '../../enriching/task-enricher.port';
import { chosenIssues } from './chosen-issues';
import { issuesText } from './issues-text';
import { SonarApi, type SonarIssues } from './sonar-api';
import { SonarRefusedError } from './sonar.errors';

/** What the source calls the branch of a body that names none. */
const MAIN_BRANCH = 'main';

/** A quality-gate webhook says that the gate failed, not by what: fetches the issues of the analysis. */
@TaskEnricherProvider('sonar-issues', { order: 100 })
@Injectable()
export class SonarEnricher extends TaskEnricher {
  constructor(private readonly api: SonarApi) {
    super();
  }

  accepts({ source }: AgentTask): boolean {
    return source === 'SONAR';
  }

  async enrich({ externalId, evidence }: AgentTask, signal: AbortSignal): Promise<TaskEnrichment> {
    const { total, issues } = await this.issues(externalId, evidence.attributes?.['branch']?.[0], signal);
    const groups = chosenIssues(issues);
    const keys = groups.flatMap((group) => group.issues.map(({ key }) => key));
    return {
      text: issuesText(groups, total),
      attributes: { issue: keys, rule: groups.map(({ rule }) => rule) },
    };
  }

  /** An edition without branches refuses the name of one; without a name SonarQube means the main branch. */
  private async issues(
    project: string,
    branch: string | undefined,
    signal: AbortSignal,
  ): Promise<SonarIssues> {
    if (branch === undefined) return this.api.issues({ project, branch: null }, signal);
    try {
      return await this.api.issues({ project, branch }, signal);
    } catch (error) {
      if (!(error instanceof SonarRefusedError) || branch !== MAIN_BRANCH) throw error;
      return this.api.issues({ project, branch: null }, signal);
    }
  }
}
