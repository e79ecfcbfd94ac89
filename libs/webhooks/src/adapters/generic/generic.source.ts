import { untimely } from '../../freshness';
import { ignored } from '../../ignored';
import { signalOf } from '../../signal';
import type { GenericSourceSettings } from '@anton/contracts';
import { epochOf, isoTime } from '../../text/occurred-at';
import { WebhookSource, type Intake, type ParsedDelivery, type RawDelivery } from '../../webhook-source.port';
import { authenticityOf } from './generic-authenticity';
import { GenericFields } from './generic-fields';
import { genericCorrelation, genericObject } from './generic-object';
import { genericTask } from './generic.task';

const parked = (reason: string): Intake => ({ kind: 'parked', reason });

/** A sender that sources.yaml describes: one reading of its settings. */
export class GenericSource extends WebhookSource {
  readonly bodyLimit = 1024 * 1024;
  readonly secretInClear: boolean;

  /** `name` is that in sources.yaml; the source itself is called `generic/{name}`. */
  constructor(
    private readonly name: string,
    private readonly settings: GenericSourceSettings,
  ) {
    super();
    this.secretInClear = authenticityOf(settings).isInClear;
  }

  authenticate(delivery: RawDelivery, secrets: readonly string[]): boolean {
    return authenticityOf(this.settings).accepts(delivery, secrets, this.settings);
  }

  interpret({ body, rawBody, receivedAt }: ParsedDelivery): Intake {
    if (typeof body !== 'object' || body === null) return parked('the body is no JSON object');
    const { name, settings } = this;
    const { ignore, recovered, when, maxAgeHours, occurredAt } = settings;
    const fields = new GenericFields(body, rawBody);
    if (fields.fits(ignore)) return ignored(`${ignore?.pointer} says that it is to be ignored`, 'own_change');
    const late =
      maxAgeHours === undefined ? null : untimely(epochOf(fields.text(occurredAt)), receivedAt, maxAgeHours);
    if (late !== null) return ignored(late, 'stale');
    if (fields.fits(recovered)) return this.recovery(fields, receivedAt);
    if (when !== undefined && !fields.fits(when))
      return ignored(
        `${when.pointer} is ${(fields.text(when.pointer) ?? 'nothing').slice(0, 80)}`,
        'trigger',
      );
    const object = genericObject(name, settings, fields);
    return typeof object === 'string'
      ? parked(object)
      : { kind: 'task', task: genericTask(name, settings, fields, object, receivedAt) };
  }

  override missingFrom({ body, rawBody }: ParsedDelivery): readonly string[] {
    const { externalId, identity, correlation, title, description, priorities, labels, service } =
      this.settings;
    const { environment, url, occurredAt, attributes, when } = this.settings;
    const fields = new GenericFields(body, rawBody);
    const asked = [
      externalId,
      ...identity,
      correlation,
      title,
      description,
      priorities?.pointer,
      labels,
      service,
    ];
    asked.push(environment, url, occurredAt, ...Object.values(attributes), when?.pointer);
    return [...new Set(asked)].flatMap((pointer) =>
      pointer === undefined || fields.prose(pointer) !== undefined ? [] : `there is nothing at ${pointer}`,
    );
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return authenticityOf(this.settings).sign(rawBody, secret, this.settings);
  }

  /** What a recovery lacks of the identity of a task is not missed: the object is enough. */
  private recovery(fields: GenericFields, receivedAt: Date): Intake {
    const { name, settings } = this;
    const correlation = genericCorrelation(name, settings, fields);
    if (typeof correlation === 'string') return parked(correlation);
    const time = fields.text(settings.occurredAt);
    const identity = [settings.externalId, ...settings.identity].map((pointer) => fields.text(pointer) ?? '');
    const signal = signalOf({
      source: name,
      taskSource: name.toUpperCase(),
      kind: 'recovered',
      correlationKey: correlation.key,
      externalId: identity[0] ?? '',
      event: [...identity, time ?? ''],
      reason: `${settings.recovered?.pointer} is ${fields.text(settings.recovered?.pointer)}`,
      occurredAt: isoTime(time, receivedAt),
      receivedAt,
    });
    return { kind: 'signal', signal };
  }
}
