import { z } from 'zod';
import { PRIORITIES } from '@anton/contracts';
import { text } from './names';

const pointer = z.string().regex(/^\/(?:[^~]|~[01])*$/, 'a JSON pointer such as /title (RFC 6901)');
const priority = z.enum(PRIORITIES);
/** Compared as text, so that `in: [true, 2]` may be written without quotes. */
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const condition = z.strictObject({
  pointer,
  in: z.array(value).min(1, 'names no value').describe('values, compared whole and with their case'),
});

const priorities = z.strictObject({
  pointer,
  table: z.record(text, priority).describe("the sender's words, as P1 to P5"),
});

const header = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,100}$/, 'the name of an HTTP header')
  .describe('carries the signature or the token; basic and standard-webhooks have their own');

const OWN_HEADER = ['basic', 'standard-webhooks'];

/** One source of `generic:` in sources.yaml: how it proves who it is, and where the fields of a task are. */
const genericSource = z
  .strictObject({
    scheme: z
      .enum(['hmac', 'token', 'basic', 'standard-webhooks'])
      .default('hmac')
      .describe('hmac and standard-webhooks sign the body; token and basic send the secret itself'),
    header: header.optional(),
    algorithm: z.enum(['sha256', 'sha512'], 'sha256 or sha512; sha1 is not accepted').default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    prefix: z.string().max(100).default('').describe('before the signature or the token, e.g. "sha256="'),
    separator: z.string().length(1).optional().describe('between several signatures in one header'),
    externalId: pointer,
    identity: z
      .array(pointer)
      .max(8)
      .default([])
      .describe('what makes it another task; externalId when empty'),
    correlation: pointer.optional().describe('the object that it is about; externalId when absent'),
    title: pointer,
    description: pointer.optional(),
    priority: priority.default('P3').describe('when priorities says nothing'),
    priorities: priorities.optional(),
    labels: pointer.optional().describe('a list, or a text with commas'),
    service: pointer.optional(),
    environment: pointer.optional(),
    url: pointer.optional(),
    occurredAt: pointer.optional().describe('ISO 8601, or epoch seconds or milliseconds'),
    attributes: z
      .record(z.string().regex(/^[a-z][a-z0-9]{0,30}$/, 'lower-case letters and digits'), pointer)
      .default({})
      .describe('facts that match in repositories.yaml can ask for, by their plural'),
    maxAgeHours: z
      .number()
      .positive()
      .max(87_600)
      .optional()
      .describe('older by occurredAt: ignored; needs a scheme that signs'),
    ignore: condition.optional().describe('starts nothing, whatever else it says'),
    recovered: condition.optional().describe('says that the trouble is over'),
    when: condition.optional().describe('starts a task; everything when absent'),
  })
  .superRefine((source, context) => {
    const problem = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (source.header === undefined && !OWN_HEADER.includes(source.scheme))
      problem('header', 'is missing; add it (docs/sources/generic.md)');
    if (source.maxAgeHours === undefined) return;
    if (source.occurredAt === undefined) problem('maxAgeHours', 'needs occurredAt');
    if (source.scheme !== 'hmac' && source.scheme !== 'standard-webhooks')
      problem('maxAgeHours', 'needs a scheme that signs: what is not signed proves no time');
  });

/**
 * A path segment of /webhooks/generic/, a part of WEBHOOK_SECRET_GENERIC_NAME (whose `_PREVIOUS` and `_FILE` mean
 * something else) and, as the source of its tasks, no name of a shipped one.
 */
const genericName = z
  .string()
  .regex(
    /^(?!(?:jira|datadog|sonar)$)(?!(?:.*-)?(?:previous|file)$)[a-z][a-z0-9-]{0,31}$/,
    'lower-case letters, digits and dashes; not a shipped source; not ending in previous or file',
  );

/** `generic:` of sources.yaml. */
export const genericSources = z.record(genericName, genericSource).default({});
