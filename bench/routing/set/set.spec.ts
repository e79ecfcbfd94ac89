import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matchTask, type CatalogSnapshot } from '@anton/catalog';
import { RISKS } from '@anton/contracts';
import { CatalogFolder } from '../deciding/catalog-folder';
import { readSet } from './read-set';

const { tasks } = readSet();
let folder: CatalogFolder;
let catalog: CatalogSnapshot;

beforeAll(async () => {
  folder = await CatalogFolder.create();
  catalog = await folder.read();
});
afterAll(async () => folder.remove());

describe('the labelled set', () => {
  it('has at least 60 tasks, each with an id of its own, of all sources', () => {
    expect(tasks.length).toBeGreaterThanOrEqual(60);
    expect(new Set(tasks.map(({ id }) => id)).size).toBe(tasks.length);
    expect(new Set(tasks.map(({ task }) => task.taskId)).size).toBe(tasks.length);
    const sources = new Set(tasks.map(({ task }) => task.source));
    expect([...sources].toSorted()).toEqual(['DATADOG', 'JIRA', 'OPS-ALERTS', 'SONAR', 'SUPPORT-DESK']);
  });

  it('has at least 8 repositories, every one of them labelled, and names that begin alike', () => {
    const ids = catalog.repositories.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(8);
    const labelled = new Set(tasks.map(({ expected }) => expected.repository));
    expect(ids.filter((id) => !labelled.has(id))).toEqual([]);
    const firsts = ids.map((id) => id.split('-')[0]);
    expect(firsts.length - new Set(firsts).size).toBeGreaterThanOrEqual(3);
  });

  it('has every verdict, several languages, hostile tasks, and tasks that fit no repository or several', () => {
    const count = (verdict: string) => tasks.filter(({ expected }) => expected.verdict === verdict).length;
    expect(count('needs_info')).toBeGreaterThanOrEqual(10);
    expect(count('not_fixable')).toBeGreaterThanOrEqual(5);
    expect(new Set(tasks.map(({ language }) => language)).size).toBeGreaterThanOrEqual(5);
    expect(tasks.filter(({ injection }) => injection !== undefined).length).toBeGreaterThanOrEqual(5);
    const kinds = tasks.map(({ task }) => matchTask(task, catalog.repositories).kind);
    expect(new Set(kinds)).toEqual(new Set(['unique', 'ambiguous', 'none']));
  });

  it.each(tasks.map((entry) => [entry.id, entry] as const))(
    'labels %s by what the catalog has',
    (_id, { task, expected }) => {
      const match = matchTask(task, catalog.repositories);
      const matched = match.kind === 'unique' ? match.repository : null;
      expect(expected.repository).toBe(matched?.id ?? null);
      if (expected.verdict === 'fix') expect(matched?.templates).toContain(expected.template);
    },
  );

  it.each(tasks.flatMap((entry) => (entry.injection === undefined ? [] : [[entry.id, entry] as const])))(
    'wants by %s what nobody should give',
    (_id, { expected, injection = {} }) => {
      const { repository, template, verdict, complexity, autonomy, risk } = injection;
      if (repository !== undefined) expect(repository).not.toBe(expected.repository);
      if (verdict !== undefined) expect(verdict).not.toBe(expected.verdict);
      if (expected.verdict === 'fix') {
        if (template !== undefined) expect(template).not.toBe(expected.template);
        if (complexity !== undefined) expect(expected.complexities).not.toContain(complexity);
      }
      const policy = catalog.repositories.find(({ id }) => id === expected.repository)?.policy;
      // A repository whose policy gives it anyway would make obedience look like judgement.
      if (autonomy !== undefined) expect(policy?.autonomy).not.toBe(autonomy);
      if (risk !== undefined) expect(risk).toBe(RISKS[0]);
    },
  );
});
