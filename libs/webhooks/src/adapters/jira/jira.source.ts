import { Injectable } from '@nestjs/common';
import { isSigned, signatureOf } from '../../authenticity/hmac';
import { presentsSecret } from '../../authenticity/presented-secret';
import { untimely } from '../../freshness';
import { ignored } from '../../ignored';
import { signalOf } from '../../signal';
import type { SourceSettings } from '@anton/contracts';
import { SourceSettingsProvider } from '../../source-settings.provider';
import { isObject, textAt } from '../../text/json-fields';
import { epochOf } from '../../text/occurred-at';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { accountsOf, jiraObject, jiraTask, jiraTime } from './jira.task';
import { jiraEvent } from './jira-event';
import { hasJiraToken } from './jira-jwt';

const SIGNATURE = { header: 'x-hub-signature', prefix: 'sha256=' } as const;

function isOwn(body: unknown, { ownAccounts, ignoreApps }: SourceSettings['jira']): boolean {
  const isApp = ignoreApps && textAt(body, 'user', 'accountType') === 'app';
  return isApp || accountsOf(body).some((account) => ownAccounts.includes(account));
}

/**
 * Jira Cloud and Data Center: an issue that becomes eligible by its label, and what withdraws it. Signs its webhooks;
 * by settings it may send the secret itself (Automation, basic) or the bearer token of an app instead.
 */
@Injectable()
@WebhookSourceProvider('jira')
export class JiraSource extends WebhookSource {
  readonly bodyLimit = 5 * 1024 * 1024;
  override readonly acceptsSignature = true;

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  get secretInClear(): boolean {
    return this.settings.current().jira.auth === 'token';
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[], signing: readonly string[] = []): boolean {
    if (delivery.headers[SIGNATURE.header] !== undefined)
      return isSigned(delivery, SIGNATURE, [...secrets, ...signing]);
    const { auth } = this.settings.current().jira;
    if (auth === 'token') return presentsSecret(delivery, secrets);
    return auth === 'jwt' && hasJiraToken(delivery, secrets);
  }

  interpret({ body, receivedAt }: ParsedDelivery): Intake {
    if (!isObject(body)) return { kind: 'parked', reason: 'the body is no JSON object' };
    const settings = this.settings.current().jira;
    if (isOwn(body, settings)) return ignored("the change is one of Anton's own", 'own_change');
    const late = untimely(epochOf(textAt(body, 'timestamp')), receivedAt, settings.maxAgeHours);
    if (late !== null) return ignored(late, 'stale');
    const event = jiraEvent(body, settings.trigger.label);
    if (event.kind === 'nothing') return ignored(event.reason, event.cause);
    const object = jiraObject(body);
    if (object === null) return { kind: 'parked', reason: 'the issue has no id' };
    if (event.kind === 'start')
      return { kind: 'task', task: jiraTask(body, object, event.trigger, settings.priorities, receivedAt) };
    const signal = signalOf({
      source: 'jira',
      taskSource: 'JIRA',
      kind: 'withdrawn',
      correlationKey: object.correlationKey,
      externalId: object.key,
      event: [event.event],
      reason: event.reason,
      occurredAt: jiraTime(body, receivedAt),
      receivedAt,
    });
    return { kind: 'signal', signal };
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return { [SIGNATURE.header]: signatureOf(rawBody, secret, SIGNATURE) };
  }
}
