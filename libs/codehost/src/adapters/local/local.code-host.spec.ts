import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { codeHostContract, makeBareRepository, type SeenPullRequest } from '@anton/testing/code-host';
import { LocalCodeHost } from './local.code-host';

function readPullRequests(folder: string): SeenPullRequest[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { head, title, draft } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as SeenPullRequest;
      return { head, title, draft, body: readFileSync(join(folder, name.replace('.json', '.md')), 'utf8') };
    });
}

codeHostContract('LocalCodeHost', (dir, files) => {
  const bareDir = makeBareRepository(dir, files);
  return Promise.resolve({
    host: new LocalCodeHost(),
    url: pathToFileURL(bareDir).href,
    bareDir,
    pullRequests: () => Promise.resolve(readPullRequests(`${bareDir}.pulls`)),
    close: () => Promise.resolve(),
  });
});
