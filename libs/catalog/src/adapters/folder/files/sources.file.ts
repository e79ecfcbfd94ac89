import { z } from 'zod';
import { PRIORITIES } from '@anton/contracts';
import { text, texts } from './names';

const pointer = z.string().regex(/^\/(?:[^~]|~[01])*$/, 'a JSON pointer such as /title (RFC 6901)');
const priority = z.enum(PRIORITIES);

/** Datadog's `$ALERT_TRANSITION`; field note webhooks, 2.2. */
const TRANSITIONS = [
  'Triggered',
  'Re-Triggered',
  'Recovered',
  'No Data',
  'Re-No Data',
  'Warn',
  'Re-Warn',
  'Renotify',
] as const;

const jira = z.strictObject({
  trigger: z
    .strictObject({ label: text.default('anton').describe('starts a task when it appears') })
    .prefault({}),
  ownAccounts: texts.describe('account ids of Anton itself: what they do starts nothing'),
  priorities: z
    .record(text, priority)
    .default({ Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' }),
});

const datadog = z.strictObject({
  trigger: z
    .strictObject({ transitions: z.array(z.enum(TRANSITIONS)).default(['Triggered', 'Re-Triggered']) })
    .prefault({}),
});

const sonar = z.strictObject({
  trigger: z
    .strictObject({
      gate: z.array(z.enum(['ERROR', 'WARN'])).default(['ERROR']),
      branches: z.array(text).default(['main']),
    })
    .prefault({}),
});

const generic = z.strictObject({
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'the name of an HTTP header')
    .describe('carries the signature'),
  prefix: z.string().default('').describe('before the hexadecimal signature'),
  externalId: pointer,
  title: pointer,
  description: pointer,
  priority,
});

/** A path segment of /webhooks/; the names of shipped sources are taken. */
const genericName = z
  .string()
  .regex(
    /^(?!(?:jira|datadog|sonar)$)[a-z][a-z0-9-]{0,31}$/,
    'lower-case letters, digits and dashes; not a shipped source',
  );

/** sources.yaml */
export const sourcesFile = z.strictObject({
  jira: jira.prefault({}),
  datadog: datadog.prefault({}),
  sonar: sonar.prefault({}),
  generic: z.record(genericName, generic).default({}),
});
