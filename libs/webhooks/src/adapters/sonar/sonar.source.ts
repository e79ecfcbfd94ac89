import { Injectable } from '@nestjs/common';
import { hmacOf, isSigned } from '../../authenticity/hmac';
import { SourceSettingsProvider } from '../../source-settings';
import { isObject, textAt } from '../../text/json-fields';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { MAIN_BRANCH, sonarBranch } from './sonar-branch';
import { sonarTask } from './sonar.task';

const HEADER = 'x-sonar-webhook-hmac-sha256';

function ignored(reason: string): Intake {
  return { kind: 'ignored', reason };
}

/** SonarQube Server and Cloud: failed quality gates. A webhook holds no issues; they are fetched later, if at all. */
@Injectable()
@WebhookSourceProvider('sonar')
export class SonarSource extends WebhookSource {
  readonly bodyLimit = 1024 * 1024;
  readonly secretInClear = false;

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[]): boolean {
    return isSigned(delivery, HEADER, '', secrets);
  }

  interpret({ body, receivedAt }: ParsedDelivery): Intake {
    if (!isObject(body)) return { kind: 'parked', reason: 'the body is no JSON object' };
    const { gate, branches } = this.settings.current().sonar.trigger;
    const status = textAt(body, 'status') ?? 'none';
    if (status !== 'SUCCESS') return ignored(`the analysis has status ${status.slice(0, 40)}`);
    const verdict = textAt(body, 'qualityGate', 'status') ?? 'none';
    if (!gate.includes(verdict)) return ignored(`the quality gate is ${verdict.slice(0, 40)}`);
    if (textAt(body, 'branch', 'type') === 'PULL_REQUEST')
      return ignored('the analysis is of a pull request');
    const { name: branch, isMain } = sonarBranch(body);
    // `main` stands for the project's main branch, whatever its name is.
    if (!branches.includes(branch) && !(isMain && branches.includes(MAIN_BRANCH)))
      return ignored(`branch ${branch.slice(0, 80)} starts nothing`);
    const task = sonarTask(body, branch, receivedAt);
    return typeof task === 'string' ? { kind: 'parked', reason: task } : { kind: 'task', task };
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return { [HEADER]: hmacOf(rawBody, secret, '') };
  }
}
