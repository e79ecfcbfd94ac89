import { Injectable } from '@nestjs/common';
import { isSigned } from '../../authenticity/hmac';
import { presentsSecret, tokenHeader } from '../../authenticity/presented-secret';
import { ignored } from '../../ignored';
import { signalOf } from '../../signal';
import { SourceSettingsProvider } from '../../source-settings.provider';
import {
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '../../webhook-source.port';
import { datadogAlert, type DatadogAlert } from './datadog-alert';
import { datadogFields, type DatadogFields } from './datadog-fields';
import { readTags } from './datadog-tags';
import { datadogTask, datadogTime } from './datadog.task';
import { missingVariables } from './datadog-template';
import { titleOf } from './datadog-title';

const RELAY = { header: 'x-anton-signature', prefix: 'sha256=' } as const;
const RECOVERED = 'Recovered';

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
    if (delivery.headers[RELAY.header] !== undefined)
      return isSigned(delivery, RELAY, [...secrets, ...signing]);
    return presentsSecret(delivery, secrets);
  }

  interpret({ body, rawBody, receivedAt }: ParsedDelivery): Intake {
    const fields = datadogFields(body, rawBody);
    if (fields === null) return { kind: 'parked', reason: 'the body is no JSON object' };
    const settings = this.settings.current().datadog;
    const own = readTags(fields.get('tags', 'event_tags')).find((tag) => settings.ownTags.includes(tag));
    if (own !== undefined) return ignored(`the alert is about Anton itself: ${own}`, 'own_change');
    const title = titleOf(fields);
    const transition = fields.get('alert_transition', 'transition') ?? title.transition;
    if (transition === undefined) return ignored('the body names no transition', 'event');
    const alert = datadogAlert(fields, title);
    if (transition === RECOVERED) return recovery(fields, alert, receivedAt);
    if (!settings.trigger.transitions.includes(transition))
      return ignored(`transition ${transition.slice(0, 40)} starts nothing`, 'trigger');
    if (alert === null)
      return { kind: 'parked', reason: 'the body names neither an alert cycle, a monitor nor an event' };
    return { kind: 'task', task: datadogTask(fields, alert, title, settings.priorities, receivedAt) };
  }

  override missingFrom({ body, rawBody }: ParsedDelivery): readonly string[] {
    const fields = datadogFields(body, rawBody);
    return fields === null ? ['the body is no JSON object'] : missingVariables(fields);
  }

  sign(_rawBody: Buffer, secret: string): Record<string, string> {
    return tokenHeader(secret);
  }
}

/** The end of an alert. Several monitors recover in one cycle, and one monitor in several: the event is part of the id. */
function recovery(fields: DatadogFields, alert: DatadogAlert | null, receivedAt: Date): Intake {
  if (alert?.isKnownAgain !== true) return ignored('the recovery names no alert', 'event');
  const signal = signalOf({
    source: 'datadog',
    taskSource: 'DATADOG',
    kind: 'recovered',
    correlationKey: alert.correlationKey,
    externalId: alert.id ?? 'alert',
    event: [alert.logicalKey, fields.get('id', 'event_id') ?? fields.get('date', 'last_updated') ?? ''],
    reason: 'the alert recovered',
    occurredAt: datadogTime(fields, receivedAt),
    receivedAt,
  });
  return { kind: 'signal', signal };
}
