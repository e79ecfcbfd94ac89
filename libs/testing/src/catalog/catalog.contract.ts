import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Catalog, RepositoryMatch } from '@anton/catalog';
import { isAntonError } from '@anton/contracts';
import { catalogFiles, type CatalogFiles } from './catalog-files';
import { MATCHING } from './matching-table';
import { sampleTask } from '../samples/sample-task';

/** A catalog under test. */
export interface CatalogSubject {
  readonly catalog: Catalog;
  /** Writes over the files that `changes` names. */
  change(changes: CatalogFiles): Promise<void>;
  close(): Promise<void>;
}

/** Opens a catalog that holds `files`; rejects when they are not usable. */
export type CatalogOpener = (files: CatalogFiles) => Promise<CatalogSubject>;

/** Long enough for a change to be seen on a busy machine, in milliseconds. */
const SEEN = { timeout: 10_000, interval: 20 };
const PATIENT = 15_000;
const BAD_REPOSITORIES =
  'version: 1\nrepositories:\n  - id: payments\n    url: ssh://git@example.com/x.git\n';

function idsOf(match: RepositoryMatch): readonly string[] {
  if (match.kind === 'none') return [];
  return match.kind === 'unique' ? [match.repository.id] : match.repositories.map(({ id }) => id);
}

/** What every {@link Catalog} does; `open` is called once per test. */
export function catalogContract(name: string, open: CatalogOpener): void {
  describe(`${name} as a Catalog`, () => {
    let subject: CatalogSubject | undefined;

    const opened = async (changes: CatalogFiles = {}): Promise<CatalogSubject> => {
      subject = await open(catalogFiles(changes));
      return subject;
    };

    afterEach(async () => {
      await subject?.close();
      subject = undefined;
    });

    it('gives what the files say, completed by the defaults', async () => {
      const { catalog } = await opened();
      const { repositories, templates, skills, sources } = catalog.snapshot();
      expect(repositories.map(({ id, branch, templates: names }) => ({ id, branch, names }))).toEqual([
        { id: 'payments', branch: 'main', names: ['java-backend'] },
        { id: 'shop', branch: 'develop', names: ['node-service', 'java-backend'] },
      ]);
      expect(repositories.map(({ policy }) => policy)).toEqual([
        {
          autonomy: 'pull_request',
          maxRisk: 'medium',
          maxConcurrentRuns: 2,
          maxOpenPullRequests: 3,
          dailyBudgetUsd: 20,
          protectedPaths: ['.github/workflows/**'],
          overridesBy: [],
        },
        expect.objectContaining({
          autonomy: 'draft',
          maxRisk: 'low',
          dailyBudgetUsd: 5,
          maxConcurrentRuns: 2,
        }),
      ]);
      expect(templates.get('java-backend')).toMatchObject({
        setup: [],
        checks: [],
        egress: [],
        skills: ['maven'],
        resources: { small: { cpu: '1', memory: '2Gi' }, large: { cpu: '4', memory: '8Gi' } },
        limits: { small: { costUsd: 2, minutes: 30 }, medium: { costUsd: 5, minutes: 60 } },
      });
      expect(skills.get('maven')).toEqual({
        name: 'maven',
        description: 'About maven',
        body: 'Body of maven.',
      });
      expect(sources.jira.trigger.label).toBe('robot');
      expect(sources.datadog.trigger.transitions).toEqual(['Triggered', 'Re-Triggered']);
      expect(sources.sonar.trigger).toEqual({ gate: ['ERROR'], branches: ['main'] });
    });

    it.each(MATCHING)('matches: $what', async ({ task, fits }) => {
      const { catalog } = await opened();
      const match = catalog.match(sampleTask('1', task));
      expect(idsOf(match)).toEqual(fits);
      expect(match.kind).toBe(['none', 'unique'][fits.length] ?? 'ambiguous');
    });

    it('refuses to open what cannot be used, and names file, line and remedy', async () => {
      const failure = await open(catalogFiles({ 'repositories.yaml': BAD_REPOSITORIES })).catch(
        (error: unknown) => error,
      );
      expect(isAntonError(failure) && failure).toMatchObject({
        code: 'catalog_invalid',
        message: expect.stringMatching(/repositories\.yaml:4: .*url/),
        remedy: expect.stringContaining('schema'),
      });
    });

    it('has a version that tells readings apart and nothing else', async () => {
      const first = (await opened()).catalog.snapshot().version;
      await subject?.close();
      expect((await opened()).catalog.snapshot().version).toBe(first);
      await subject?.close();
      const other = await opened({ 'sources.yaml': '' });
      expect(other.catalog.snapshot().version).not.toBe(first);
      expect(first).toMatch(/^[0-9a-f]{64}$/);
    });

    it('sees a change', { timeout: PATIENT }, async () => {
      const { catalog, change } = await opened();
      const before = catalog.snapshot();
      await change({ 'sources.yaml': 'jira: { trigger: { label: changed } }\n' });
      await vi.waitFor(() => expect(catalog.snapshot().sources.jira.trigger.label).toBe('changed'), SEEN);
      expect(before.sources.jira.trigger.label).toBe('robot');
      expect(catalog.snapshot().version).not.toBe(before.version);
    });

    it(
      'keeps the last good reading while a file is bad, and takes the mended one',
      { timeout: PATIENT },
      async () => {
        const { catalog, change } = await opened();
        const good = catalog.snapshot();
        await change({ 'repositories.yaml': BAD_REPOSITORIES });
        await change({ 'sources.yaml': 'jira: { trigger: { label: half } }\n' });
        await new Promise((resolve) => setTimeout(resolve, 600));
        expect(catalog.snapshot()).toBe(good);
        await change({ 'repositories.yaml': catalogFiles()['repositories.yaml'] ?? '' });
        await vi.waitFor(() => expect(catalog.snapshot().sources.jira.trigger.label).toBe('half'), SEEN);
      },
    );
  });
}
