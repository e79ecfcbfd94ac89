import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSampleCatalog } from '@anton/testing/samples';
import { parse, stringify } from 'yaml';

interface Repositories {
  readonly repositories: readonly { readonly policy: object }[];
}

/** A catalog whose repositories bound nothing: what is measured is the line, not a policy. */
export async function writeCatalog(folder: string): Promise<void> {
  await writeSampleCatalog(folder, { maxConcurrentRuns: 100_000, dailyBudgetUsd: 1_000_000 });
  const file = join(folder, 'repositories.yaml');
  const { repositories, ...rest } = parse(await readFile(file, 'utf8')) as Repositories;
  const unbound = repositories.map((repository) => ({
    ...repository,
    policy: { ...repository.policy, maxOpenPullRequests: 100_000 },
  }));
  await writeFile(file, stringify({ ...rest, repositories: unbound }));
}
