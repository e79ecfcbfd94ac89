import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import {
  defineExtension,
  deriveTaskId,
  logicalKey,
  TASK_SCHEMA,
  WebhookSource,
  WebhookSourceProvider,
  type Intake,
  type ParsedDelivery,
  type RawDelivery,
} from '@anton/sdk';

const HEADER = 'x-acme-signature';

/** What Acme's status page sends. */
interface AcmeIncident {
  readonly incident: string;
  readonly summary: string;
  readonly service: string;
}

function isIncident(body: unknown): body is AcmeIncident {
  const { incident, summary, service } = (body ?? {}) as Partial<AcmeIncident>;
  return [incident, summary, service].every((value) => typeof value === 'string' && value !== '');
}

/** `POST /webhooks/acme`; its secret is WEBHOOK_SECRET_ACME. */
@Injectable()
@WebhookSourceProvider('acme')
export class AcmeSource extends WebhookSource {
  readonly bodyLimit = 64 * 1024;
  readonly secretInClear = false;

  authenticate({ rawBody, headers }: RawDelivery, secrets: readonly string[]): boolean {
    const given = headers[HEADER];
    if (typeof given !== 'string') return false;
    return secrets.some((secret) => {
      const expected = Buffer.from(this.sign(rawBody, secret)[HEADER] ?? '');
      const actual = Buffer.from(given);
      return actual.length === expected.length && timingSafeEqual(actual, expected);
    });
  }

  interpret({ body, receivedAt }: ParsedDelivery): Intake {
    if (!isIncident(body)) return { kind: 'parked', reason: 'not an incident of Acme' };
    const key = logicalKey('acme', body.incident);
    return {
      kind: 'task',
      task: {
        schema: TASK_SCHEMA,
        taskId: deriveTaskId({ source: 'acme', externalId: body.incident, logicalKey: key }),
        logicalKey: key,
        source: 'ACME',
        externalId: body.incident,
        externalUrl: null,
        correlationKey: key,
        title: body.summary.slice(0, 500),
        description: body.summary,
        priority: 'P2',
        labels: [],
        service: body.service,
        environment: null,
        repository: null,
        evidence: {},
        occurredAt: receivedAt.toISOString(),
        receivedAt: receivedAt.toISOString(),
        requestedBy: null,
        trace: null,
      },
    };
  }

  sign(rawBody: Buffer, secret: string): Record<string, string> {
    return { [HEADER]: createHmac('sha256', secret).update(rawBody).digest('hex') };
  }
}

@Module({ providers: [AcmeSource] })
export class AcmeModule {}

export const extension = defineExtension({ ingester: [AcmeModule] });
