import { z } from 'zod';
import { text } from './names';

const values = z.array(text).default([]);
const lists = z.record(z.string(), z.array(text));

/** Sources that Anton ships have closed lists, so that a misspelt one is found; a team's own source brings its own. */
const KNOWN = {
  jira: z.strictObject({ projects: values, components: values, labels: values }),
  datadog: z.strictObject({ services: values, tags: values.describe('key:value') }),
  sonar: z.strictObject({ projects: values }),
};

const SOURCE_NAME = /^[a-z][a-z0-9_-]{0,31}$/;

/** `match` of a repository: per source, lists that must each hold one of the task's values. */
export const repositoryMatch = z
  .object({ jira: KNOWN.jira.optional(), datadog: KNOWN.datadog.optional(), sonar: KNOWN.sonar.optional() })
  .catchall(lists)
  .superRefine((value, context) => {
    for (const source of Object.keys(value).filter((key) => !SOURCE_NAME.test(key)))
      context.addIssue({ code: 'custom', path: [source], message: 'sources are written in lower case' });
  })
  .transform((value) =>
    Object.fromEntries(
      Object.entries(value).filter(
        (entry): entry is [string, Record<string, string[]>] => entry[1] !== undefined,
      ),
    ),
  )
  .prefault({})
  .describe("per source: every list that is not empty must hold one of the task's values");
