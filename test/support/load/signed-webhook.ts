import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const SOURCES = ['jira', 'datadog', 'sonar'] as const;
export type Source = (typeof SOURCES)[number];

/** The secrets that both sides know. */
export const SECRETS = {
  WEBHOOK_SECRET: 'secret-that-signs-0123',
  WEBHOOK_SECRET_DATADOG: 'secret-in-clear-0123',
} as const;
export type Secrets = Readonly<Record<keyof typeof SECRETS, string>>;

/** A webhook as its sender would send it. */
export interface SignedWebhook {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The name of an event in the title of its task. */
const EVENT = /\bevent-\d+\b/;

export function eventName(number: number): string {
  return `event-${number}`;
}

/** Which event the task of this title is of, or null. */
export function eventIn(title: string): string | null {
  return EVENT.exec(title)?.[0] ?? null;
}

type Body = Record<string, unknown>;

function delivery<T extends Body>(path: string): T {
  return JSON.parse(readFileSync(resolve('test/deliveries', path), 'utf8')) as T;
}

const JIRA = delivery<{ issue: Body & { fields: Body } }>('jira/issue-created.labelled.json');
const DATADOG = delivery('datadog/triggered.recommended-template.json');
const SONAR = delivery<{ project: Body }>('sonar/gate-failed.main.json');

const hmac = (body: string, secrets: Secrets): string =>
  createHmac('sha256', secrets.WEBHOOK_SECRET).update(body).digest('hex');

function jira(event: string, number: number, at: Date, secrets: Secrets): SignedWebhook {
  const id = String(1_000_000 + number);
  const self = `https://acme.example.net/rest/api/2/issue/${id}`;
  const fields = { ...JIRA.issue.fields, summary: `Totals are wrong, ${event}` };
  const issue = { ...JIRA.issue, id, key: `PAY-${number}`, self, fields };
  const body = JSON.stringify({ ...JIRA, timestamp: at.getTime(), issue });
  return { path: 'jira', headers: { 'x-hub-signature': `sha256=${hmac(body, secrets)}` }, body };
}

function datadog(event: string, number: number, at: Date, secrets: Secrets): SignedWebhook {
  const body = JSON.stringify({
    ...DATADOG,
    id: String(number),
    alert_cycle_key: String(number),
    alert_title: `[P2] [Triggered on {service:cart}] Errors in cart, ${event}`,
    date: String(at.getTime()),
  });
  return { path: 'datadog', headers: { 'x-anton-token': secrets.WEBHOOK_SECRET_DATADOG }, body };
}

function sonar(event: string, number: number, at: Date, secrets: Secrets): SignedWebhook {
  const project = { ...SONAR.project, key: `acme_${number}`, name: event };
  const time = at.toISOString().replace(/\.\d+Z/, '+0000');
  const body = JSON.stringify({
    ...SONAR,
    taskId: `task${number}`,
    analysedAt: time,
    changedAt: time,
    project,
  });
  return { path: 'sonar', headers: { 'x-sonar-webhook-hmac-sha256': hmac(body, secrets) }, body };
}

const MAKERS = { jira, datadog, sonar };

/** A webhook that asks for a task which no other number asks for. */
export function signedWebhook(
  source: Source,
  number: number,
  at: Date,
  secrets: Secrets = SECRETS,
): SignedWebhook {
  return MAKERS[source](eventName(number), number, at, secrets);
}
