import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and dashes');
const texts = z.array(z.string()).default([]);

function isAllowedUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.protocol === 'http:' && url.hostname.endsWith('.localhost');
  return (['https:', 'file:'].includes(url.protocol) || plain) && url.username === '' && url.password === '';
}

const policy = z
  .strictObject({
    autonomy: z
      .enum(['draft', 'pull_request'])
      .default('pull_request')
      .describe('the most a run may do by itself'),
    maxRisk: z.enum(['low', 'medium', 'high']).default('medium').describe('above it every change is a draft'),
    maxConcurrentRuns: z.int().min(1).default(2),
    maxOpenPullRequests: z.int().min(1).default(3),
    dailyBudgetUsd: z.number().min(0).default(20),
    protectedPaths: z
      .array(z.string())
      .default(['.github/workflows/**'])
      .describe('globs that no change may touch'),
  })
  .prefault({});

const repository = z
  .strictObject({
    id: name,
    url: z.string().refine(isAllowedUrl, 'https://… or file:///…, without user and password'),
    branch: z.string().min(1).default('main'),
    template: name.describe('when the router gives no usable answer'),
    templates: z.array(name).optional().describe('what the router may choose from; default: template alone'),
    skills: z.array(name).default([]),
    match: z
      .record(z.string(), z.record(z.string(), z.array(z.string())))
      .default({})
      .describe('per source: every list that is not empty must hold one of the task’s values'),
    policy,
  })
  .transform((value) => ({ ...value, templates: value.templates ?? [value.template] }))
  .refine((value) => value.templates.includes(value.template), {
    path: ['templates'],
    message: 'must contain `template`',
  });

/** repositories.yaml */
export const repositoriesFile = z.strictObject({
  version: z.literal(1),
  repositories: z.array(repository).default([]),
});

const resource = z.strictObject({ cpu: z.string(), memory: z.string() });
const limit = z.strictObject({ costUsd: z.number().positive(), minutes: z.number().positive() });

/** templates/<name>/template.yaml */
export const templateFile = z.strictObject({
  name,
  description: z.string().min(1).describe('what the router reads'),
  image: z.string().min(1).describe('any glibc toolchain image'),
  setup: texts.describe('commands before the baseline'),
  checks: texts.describe('the gate; empty: detected in the repository'),
  skills: z.array(name).default([]),
  resources: z.strictObject({ small: resource, medium: resource, large: resource }).default({
    small: { cpu: '1', memory: '2Gi' },
    medium: { cpu: '2', memory: '4Gi' },
    large: { cpu: '4', memory: '8Gi' },
  }),
  limits: z.strictObject({ small: limit, medium: limit, large: limit }).default({
    small: { costUsd: 2, minutes: 30 },
    medium: { costUsd: 5, minutes: 60 },
    large: { costUsd: 10, minutes: 90 },
  }),
  egress: texts.describe('hosts that commands may reach'),
});

/** The front matter of skills/<name>/SKILL.md */
export const skillFrontMatter = z.looseObject({ name, description: z.string().min(1) });

const pointer = z.string().regex(/^(?:\/.*)?$/, 'a JSON pointer such as /title (RFC 6901)');
const priority = z.enum(['P1', 'P2', 'P3', 'P4', 'P5']);

/** sources.yaml */
export const sourcesFile = z.strictObject({
  jira: z
    .strictObject({
      trigger: z.strictObject({ label: z.string().min(1).default('anton') }).prefault({}),
      ownAccounts: texts.describe('account ids of Anton itself: what they do starts nothing'),
      priorities: z
        .record(z.string(), priority)
        .default({ Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' }),
    })
    .prefault({}),
  datadog: z
    .strictObject({
      trigger: z
        .strictObject({ transitions: z.array(z.string()).default(['Triggered', 'Re-Triggered']) })
        .prefault({}),
    })
    .prefault({}),
  sonar: z
    .strictObject({
      trigger: z
        .strictObject({
          gate: z.array(z.string()).default(['ERROR']),
          branches: z.array(z.string()).default(['main']),
        })
        .prefault({}),
    })
    .prefault({}),
  generic: z
    .record(
      z.string(),
      z.strictObject({
        header: z.string(),
        prefix: z.string().default(''),
        externalId: pointer,
        title: pointer,
        description: pointer,
        priority,
      }),
    )
    .default({}),
});
