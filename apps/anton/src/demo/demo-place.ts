import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stringify } from 'yaml';
import { installationFolder } from '@anton/platform';
import { DEMO_FILES } from './demo-files';
import { demoGit } from './demo-git';

/** Where a demo happens: everything lies below `dir`. */
export interface DemoPlace {
  readonly dir: string;
  readonly repository: string;
  readonly repositoryUrl: string;
  readonly catalog: string;
  readonly data: string;
}

/** Makes the bare repository `repository` with the fault; `dir` is for what is needed on the way. */
export async function makeRepository(dir: string, repository: string): Promise<void> {
  const source = join(dir, 'source');
  for (const [path, content] of Object.entries(DEMO_FILES)) {
    await mkdir(dirname(join(source, path)), { recursive: true });
    await writeFile(join(source, path), content);
  }
  await demoGit(source, 'init', '--quiet', '--initial-branch=main');
  await demoGit(source, 'add', '--all');
  await demoGit(source, 'commit', '--quiet', '--message', 'Totals of invoices');
  await demoGit(dir, 'clone', '--quiet', '--bare', source, repository);
}

async function makeCatalog(catalog: string, url: string): Promise<void> {
  await cp(join(installationFolder(), 'catalog'), catalog, { recursive: true });
  const entry = {
    id: 'payments',
    url,
    template: 'node-service',
    match: { datadog: { services: ['payment-service'] } },
  };
  await writeFile(join(catalog, 'repositories.yaml'), stringify({ version: 1, repositories: [entry] }));
}

/** Makes a repository with a fault and a catalog that knows it, in a new folder. */
export async function makeDemoPlace(): Promise<DemoPlace> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-demo-'));
  const repository = join(dir, 'payments.git');
  const place = {
    dir,
    repository,
    repositoryUrl: pathToFileURL(repository).href,
    catalog: join(dir, 'catalog'),
    data: join(dir, 'data'),
  };
  await makeRepository(dir, repository);
  await makeCatalog(place.catalog, place.repositoryUrl);
  return place;
}
