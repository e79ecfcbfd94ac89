import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAgentTask, parseTaskSignal } from '@anton/contracts';
import { openSources } from '@anton/testing/signatures';
import {
  readDeliveries,
  sampleGenericSource,
  SampleSettings,
  type SampleDelivery,
} from '@anton/testing/webhook-sources';
import type { Intake, WebhookSource } from '../webhook-source.port';

const dir = process.env['ANTON_DELIVERIES_DIR'];
const OWN = ['jira', 'datadog', 'sonar'];

/** How a team would write the senders that Anton does not ship. */
const GENERIC = {
  alertmanager: {
    externalId: '/groupKey',
    title: '/commonLabels/alertname',
    recovered: at('/status', 'resolved'),
  },
  github: {
    header: 'X-Hub-Signature-256',
    externalId: '/issue/node_id',
    title: '/issue/title',
    when: at('/action', 'opened'),
  },
  gitlab: {
    externalId: '/object_attributes/id',
    title: '/object_attributes/title',
    when: at('/object_kind', 'issue'),
  },
  grafana: {
    externalId: '/ruleId',
    title: '/ruleName',
    recovered: at('/state', 'ok'),
    when: at('/state', 'alerting'),
  },
  linear: { externalId: '/data/id', title: '/data/title', when: at('/type', 'Issue') },
  pagerduty: {
    header: 'X-PagerDuty-Signature',
    prefix: 'v1=',
    separator: ',',
    externalId: '/event/data/id',
    title: '/event/data/title',
  },
};

function at(pointer: string, ...values: string[]): { pointer: string; in: string[] } {
  return { pointer, in: values };
}

const settings = new SampleSettings({
  generic: {
    ...Object.fromEntries(Object.entries(GENERIC).map(([name, of]) => [name, sampleGenericSource(of)])),
    standard: sampleGenericSource({ scheme: 'standard-webhooks', header: undefined }),
  },
});

/** Received when it was sent: what Jira signs is a day old at most. */
function interpretedBy(source: WebhookSource, { rawBody, body }: SampleDelivery): Intake {
  const sent = (body as { readonly timestamp?: unknown } | null)?.timestamp;
  const receivedAt = new Date(typeof sent === 'number' ? sent : 1_772_359_200_000);
  const intake = source.interpret({ rawBody, body, headers: {}, receivedAt });
  if (intake.kind === 'task') parseAgentTask(JSON.parse(JSON.stringify(intake.task)));
  if (intake.kind === 'signal') parseTaskSignal(JSON.parse(JSON.stringify(intake.signal)));
  if (intake.kind === 'ignored' || intake.kind === 'parked') expect(intake.reason).not.toBe('');
  return intake;
}

/** One entry of hmac-vectors.json. */
interface HmacVector {
  readonly id: string;
  readonly scheme: string;
  readonly secret: string;
  readonly body: string;
  readonly header: Readonly<Record<string, string>>;
}

const SOURCE_OF: Readonly<Record<string, string>> = {
  github: 'generic/github',
  jira: 'jira',
  'pagerduty-v3': 'generic/pagerduty',
  'standard-webhooks': 'generic/standard',
};

describe.skipIf(dir === undefined)('real deliveries (skipped without ANTON_DELIVERIES_DIR)', () => {
  const from = dir ?? '.';
  const folders =
    dir === undefined
      ? []
      : readdirSync(from, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const deliveries = folders.flatMap(({ name: folder }) =>
    readDeliveries(join(from, folder)).map((delivery) => ({ ...delivery, folder })),
  );
  let source: (name: string) => WebhookSource;
  beforeAll(async () => void (source = await openSources(settings)));

  it('are there for every source', () => {
    const found = new Set(deliveries.map(({ folder }) => folder));
    expect([...OWN, ...Object.keys(GENERIC)].filter((name) => !found.has(name))).toEqual([]);
  });

  it.each(deliveries.filter(({ folder }) => OWN.includes(folder)))(
    '$folder/$name is a task, a signal or ignored with a reason',
    (delivery) => {
      expect(['task', 'signal', 'ignored']).toContain(interpretedBy(source(delivery.folder), delivery).kind);
    },
  );

  it.each(deliveries)(
    '$folder/$name is survived by every source, also by those of other senders',
    (delivery) => {
      const names = [...OWN, ...Object.keys(GENERIC).map((name) => `generic/${name}`)];
      for (const name of names) interpretedBy(source(name), delivery);
    },
  );

  it.each(deliveries.filter(({ folder }) => folder === 'jira'))(
    '$folder/$name is read as a task, were its issue given to Anton',
    ({ rawBody, body }) => {
      const { issue, ...event } = body as { issue?: { fields: object } };
      if (issue === undefined) return;
      const given = { ...issue, fields: { ...issue.fields, labels: ['anton'], status: null } };
      const changed = { ...event, webhookEvent: 'jira:issue_created', issue: given };
      expect(interpretedBy(source('jira'), { name: '', rawBody, body: changed }).kind).toBe('task');
    },
  );

  it.each(Object.keys(GENERIC))('%s starts a task by a few lines of sources.yaml', (name) => {
    const own = deliveries.filter(({ folder }) => folder === name);
    const kinds = own.map((delivery) => interpretedBy(source(`generic/${name}`), delivery).kind);
    expect(kinds.filter((kind) => kind === 'task' || kind === 'signal')).not.toEqual([]);
  });

  it('holds the published vectors, and none of them changed', () => {
    const { vectors } = JSON.parse(readFileSync(join(from, 'hmac-vectors.json'), 'utf8')) as {
      readonly vectors: readonly HmacVector[];
    };
    expect(vectors.map(({ scheme }) => scheme).toSorted()).toEqual(Object.keys(SOURCE_OF).toSorted());
    for (const { scheme, secret, body, header } of vectors) {
      const rawBody = Buffer.from(body);
      const headers = Object.fromEntries(
        Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]),
      );
      const receivedAt = new Date(Number(headers['webhook-timestamp'] ?? 0) * 1_000);
      const accepts = (bytes: Buffer): boolean =>
        source(SOURCE_OF[scheme] ?? '').authenticate({ rawBody: bytes, headers, receivedAt }, [secret]);
      expect(accepts(rawBody), `${scheme}`).toBe(true);
      expect(accepts(Buffer.concat([rawBody, Buffer.from('\n')])), `${scheme} with a line feed`).toBe(false);
    }
  });
});
