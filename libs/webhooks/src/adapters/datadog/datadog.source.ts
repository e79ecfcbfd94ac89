import { Injectable } from '@nestjs/common';
import { equalsOneOf } from '../../authenticity/equal-secret';
import { isSigned, singleHeader } from '../../authenticity/hmac';
import { SourceSettingsProvider } from '../../source-settings';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { datadogFields } from './datadog-fields';
import { datadogTask } from './datadog.task';
import { titleOf } from './datadog-title';

/** The password of basic authentication; it may hold colons. */
function basicPassword(credentials: string): string {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  return text.slice(text.indexOf(':') + 1);
}

/**
 * Datadog monitors, by the template of docs/sources/datadog.md or by the bare default payload. Datadog signs nothing: its
 * secret comes in `X-Anton-Token`, as bearer or basic authentication, or as the signature of a relay.
 */
@Injectable()
@WebhookSourceProvider('datadog')
export class DatadogSource extends WebhookSource {
  readonly bodyLimit = 1024 * 1024;
  readonly secretInClear = true;
  override readonly acceptsSignature = true;

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[], signing: readonly string[] = []): boolean {
    if (delivery.headers['x-anton-token'] !== undefined)
      return equalsOneOf(singleHeader(delivery.headers, 'x-anton-token') ?? '', secrets);
    const [, scheme = '', credentials = ''] =
      /^(\w+) (.+)$/.exec(singleHeader(delivery.headers, 'authorization') ?? '') ?? [];
    if (scheme.toLowerCase() === 'bearer') return equalsOneOf(credentials, secrets);
    if (scheme.toLowerCase() === 'basic') return equalsOneOf(basicPassword(credentials), secrets);
    return isSigned(delivery, 'x-anton-signature', 'sha256=', [...secrets, ...signing]);
  }

  interpret({ body, rawBody, receivedAt }: ParsedDelivery): Intake {
    const fields = datadogFields(body, rawBody);
    if (fields === null) return { kind: 'parked', reason: 'the body is no JSON object' };
    const title = titleOf(fields);
    const transition = fields.get('alert_transition', 'transition') ?? title.transition;
    if (transition === undefined) return { kind: 'ignored', reason: 'the body names no transition' };
    if (!this.settings.current().datadog.trigger.transitions.includes(transition)) {
      return { kind: 'ignored', reason: `transition ${transition.slice(0, 40)} starts nothing` };
    }
    const task = datadogTask(fields, title, receivedAt);
    return typeof task === 'string' ? { kind: 'parked', reason: task } : { kind: 'task', task };
  }

  sign(_rawBody: Buffer, secret: string): Record<string, string> {
    return { 'x-anton-token': secret };
  }
}
