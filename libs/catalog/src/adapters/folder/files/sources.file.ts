import { z } from 'zod';
import { PRIORITIES } from '@anton/contracts';
import { genericSources } from './generic-source.file';
import { text, texts } from './names';

const priority = z.enum(PRIORITIES);

/** Datadog's `$ALERT_TRANSITION`, but `Recovered`: a recovery starts nothing, it ends. */
const TRANSITIONS = [
  'Triggered',
  'Re-Triggered',
  'No Data',
  'Re-No Data',
  'Warn',
  'Re-Warn',
  'Renotify',
] as const;

const jira = z.strictObject({
  auth: z
    .enum(['signature', 'token', 'jwt'])
    .default('signature')
    .describe(
      'token: the secret itself is accepted as well (Automation, basic); jwt: the bearer token of an OAuth app',
    ),
  trigger: z
    .strictObject({ label: text.default('anton').describe('starts a task when it appears') })
    .prefault({}),
  ownAccounts: texts.describe('account ids of Anton itself: what they do starts nothing'),
  ignoreApps: z.boolean().default(false).describe('what apps and automations do starts nothing'),
  maxAgeHours: z
    .number()
    .positive()
    .max(87_600)
    .default(24)
    .describe('a signed timestamp that was older when it was received is ignored'),
  priorities: z
    .record(text, priority)
    .default({ Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' }),
});

const datadog = z.strictObject({
  trigger: z
    .strictObject({ transitions: z.array(z.enum(TRANSITIONS)).default(['Triggered', 'Re-Triggered']) })
    .prefault({}),
  ownTags: texts.describe('tags of Anton itself, such as service:anton: their alerts start nothing'),
  priorities: z
    .record(text, priority)
    .default({ error: 'P2', warning: 'P3', info: 'P4', success: 'P5' })
    .describe('by $ALERT_TYPE, when the alert has no priority of its own'),
});

const sonar = z.strictObject({
  auth: z
    .enum(['signature', 'token'])
    .default('signature')
    .describe('token: the secret itself is accepted as well (credentials in the URL)'),
  trigger: z
    .strictObject({
      gate: z.array(z.enum(['ERROR', 'WARN'])).default(['ERROR']),
      branches: z.array(text).default(['main']),
    })
    .prefault({}),
  priority: priority.default('P3'),
});

/** sources.yaml */
export const sourcesFile = z.strictObject({
  jira: jira.prefault({}),
  datadog: datadog.prefault({}),
  sonar: sonar.prefault({}),
  generic: genericSources,
});
