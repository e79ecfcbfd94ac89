import { Injectable } from '@nestjs/common';
import { TASK_ID_PATTERN } from '@anton/contracts';
import { isSigned, signatureOf } from '../../authenticity/hmac';
import { presentsSecret } from '../../authenticity/presented-secret';
import { asPriority } from '../../chosen-priority';
import { ignored } from '../../ignored';
import { signalOf } from '../../signal';
import { SourceSettingsProvider } from '../../source-settings.provider';
import { isObject, textAt } from '../../text/json-fields';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { MAIN_BRANCH, sonarBranch } from './sonar-branch';
import { sonarAnalysis, sonarTask, sonarTime, type SonarAnalysis } from './sonar.task';

const SIGNATURE = { header: 'x-sonar-webhook-hmac-sha256', prefix: '' } as const;
/** Anton pushes its work to `fix/{taskId}`. */
const OWN_BRANCH = 'fix/';

/**
 * SonarQube Server and Cloud: failed quality gates, and those that are good again. A webhook holds no issues; they are
 * fetched later, if at all. Signs its webhooks; by settings it may send the secret itself, as credentials in the URL.
 */
@Injectable()
@WebhookSourceProvider('sonar')
export class SonarSource extends WebhookSource {
  readonly bodyLimit = 1024 * 1024;
  override readonly acceptsSignature = true;

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  get secretInClear(): boolean {
    return this.settings.current().sonar.auth === 'token';
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[], signing: readonly string[] = []): boolean {
    if (delivery.headers[SIGNATURE.header] !== undefined)
      return isSigned(delivery, SIGNATURE, [...secrets, ...signing]);
    return this.secretInClear && presentsSecret(delivery, secrets);
  }

  interpret({ body, receivedAt }: ParsedDelivery): Intake {
    if (!isObject(body)) return { kind: 'parked', reason: 'the body is no JSON object' };
    const { trigger, priority } = this.settings.current().sonar;
    const status = textAt(body, 'status') ?? 'none';
    if (status !== 'SUCCESS') return ignored(`the analysis has status ${status.slice(0, 40)}`, 'event');
    const gate = textAt(body, 'qualityGate', 'status') ?? 'none';
    if (gate !== 'OK' && !trigger.gate.includes(gate))
      return ignored(`the quality gate is ${gate.slice(0, 40)}`, 'trigger');
    const unwatched = unwatchedBranch(body, trigger.branches);
    if (unwatched !== null) return unwatched;
    const analysis = sonarAnalysis(body, sonarBranch(body).name);
    if (analysis === null) return { kind: 'parked', reason: 'the body names no project' };
    return gate === 'OK'
      ? recovery(body, analysis, receivedAt)
      : { kind: 'task', task: sonarTask(body, analysis, asPriority(priority) ?? 'P3', receivedAt) };
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return { [SIGNATURE.header]: signatureOf(rawBody, secret, SIGNATURE) };
  }
}

/** The answer to a branch that nobody watches, or null. `main` stands for the project's main branch, whatever its name is. */
function unwatchedBranch(body: unknown, branches: readonly string[]): Intake | null {
  if (textAt(body, 'branch', 'type') === 'PULL_REQUEST')
    return ignored('the analysis is of a pull request', 'trigger');
  const { name, isMain } = sonarBranch(body);
  if (name.startsWith(OWN_BRANCH) && TASK_ID_PATTERN.test(name.slice(OWN_BRANCH.length)))
    return ignored(`branch ${name} is one of Anton's own`, 'own_change');
  if (branches.includes(name) || (isMain && branches.includes(MAIN_BRANCH))) return null;
  return ignored(`branch ${name.slice(0, 80)} starts nothing`, 'trigger');
}

function recovery(body: unknown, analysis: SonarAnalysis, receivedAt: Date): Intake {
  const signal = signalOf({
    source: 'sonar',
    taskSource: 'SONAR',
    kind: 'recovered',
    correlationKey: analysis.correlationKey,
    externalId: analysis.project,
    event: [analysis.analysis],
    reason: `the quality gate of branch ${analysis.branch} is good`,
    occurredAt: sonarTime(body, receivedAt),
    receivedAt,
  });
  return { kind: 'signal', signal };
}
