import { Injectable } from '@nestjs/common';
import { hmacOf, isSigned } from '../../authenticity/hmac';
import { SourceSettingsProvider } from '../../source-settings';
import { isObject } from '../../text/json-fields';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { accountsOf, jiraTask } from './jira.task';
import { jiraTrigger } from './jira-trigger';

const HEADER = 'x-hub-signature';
const PREFIX = 'sha256=';

/** Jira Cloud and Data Center: an issue that becomes eligible by its label. */
@Injectable()
@WebhookSourceProvider('jira')
export class JiraSource extends WebhookSource {
  readonly bodyLimit = 5 * 1024 * 1024;
  readonly secretInClear = false;

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[]): boolean {
    return isSigned(delivery, HEADER, PREFIX, secrets);
  }

  interpret({ body, receivedAt }: ParsedDelivery): Intake {
    if (!isObject(body)) return { kind: 'parked', reason: 'the body is no JSON object' };
    const { trigger, ownAccounts, priorities } = this.settings.current().jira;
    if (accountsOf(body).some((account) => ownAccounts.includes(account)))
      return { kind: 'ignored', reason: "the change is one of Anton's own" };
    const found = jiraTrigger(body, trigger.label);
    if ('reason' in found) return { kind: 'ignored', reason: found.reason };
    const task = jiraTask(body, found.trigger, priorities, receivedAt);
    return typeof task === 'string' ? { kind: 'parked', reason: task } : { kind: 'task', task };
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return { [HEADER]: hmacOf(rawBody, secret, PREFIX) };
  }
}
