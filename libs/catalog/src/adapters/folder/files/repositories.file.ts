import { z } from 'zod';
import { AUTONOMIES, RISKS } from '@anton/contracts';
import { name, text } from './names';
import { repositoryMatch } from './repository-match';
import { repositoryUrl } from './repository-url';

/** What git-check-ref-format forbids, and a leading dash, which a command would read as an option. */
const BRANCH = /^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[^\s~^:?*[\\\p{Cc}]+$/u;

const policy = z
  .strictObject({
    autonomy: z.enum(AUTONOMIES).default('pull_request').describe('the most a run may do by itself'),
    maxRisk: z.enum(RISKS).default('medium').describe('above it every change is a draft'),
    maxConcurrentRuns: z.int().min(1).default(2),
    maxOpenPullRequests: z.int().min(1).default(3),
    dailyBudgetUsd: z.number().min(0).default(20),
    protectedPaths: z
      .array(text)
      .default(['.github/workflows/**'])
      .describe('globs; a change that touches one is not pushed'),
    overridesBy: z
      .array(text)
      .default([])
      .describe(
        'accounts whose labels anton:template=…, anton:complexity=… and anton:autonomy=draft are obeyed',
      ),
  })
  .prefault({});

const repository = z
  .strictObject({
    id: name,
    url: repositoryUrl,
    branch: z.string().regex(BRANCH, 'is no name of a branch').default('main'),
    template: name.describe('used when the router gives no usable answer'),
    templates: z.array(name).optional().describe('what the router may choose from; default: template alone'),
    skills: z.array(name).default([]).describe("offered to the router beside the templates' own"),
    match: repositoryMatch,
    policy,
  })
  .transform((value) => ({ ...value, templates: value.templates ?? [value.template] }))
  .refine(({ templates, template }) => templates.includes(template), {
    path: ['templates'],
    message: 'must contain the template that is named in `template`',
  });

/** repositories.yaml */
export const repositoriesFile = z.strictObject({
  version: z.literal(1, 'must be 1'),
  repositories: z.array(repository).default([]),
});
