import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGitHubServer, startScriptedModels } from '@anton/simulation';
import { makeRepository } from '../demo-place';
import { DEMO_SCENARIO } from '../demo-scenario';

const OWNER = 'acme';
const NAME = 'payments';

/** What the servers of the demo need to know. Ports 0 take free ones. */
export interface DemoServersOptions {
  /** The name by which the code host is known. */
  readonly githubHost: string;
  /** The one token that it opens for. */
  readonly token: string;
  readonly tls: { readonly key: string; readonly cert: string };
  readonly host: string;
  readonly ports: { readonly github: number; readonly models: number; readonly state: number };
}

/** The running servers. */
export interface DemoServers {
  close(): Promise<void>;
}

/**
 * Starts what the demo in a cluster has instead of the internet: a code host with a repository that has a fault, the
 * scripted models of `anton demo`, and a page of JSON, `/pull-requests`, that says what has been opened.
 * Every conversation with a model stands on its own, so any number of tasks may run at once.
 */
export async function startDemoServers({
  githubHost,
  token,
  tls,
  host,
  ports,
}: DemoServersOptions): Promise<DemoServers> {
  const dir = await mkdtemp(join(tmpdir(), 'anton-demo-servers-'));
  const bareDir = join(dir, `${NAME}.git`);
  await makeRepository(dir, bareDir);
  const github = await startGitHubServer({
    repositories: [{ owner: OWNER, name: NAME, bareDir, token, protectedBranches: ['main'] }],
    host: githubHost,
    tls,
    listen: { host, port: ports.github },
  });
  const models = await startScriptedModels(DEMO_SCENARIO, { tls, host, port: ports.models });
  const state = createServer((request, response) => {
    if (request.url !== '/pull-requests') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ pullRequests: github.pullRequests(OWNER, NAME) }));
  });
  await new Promise<void>((resolve, reject) => {
    state.once('error', reject);
    state.listen(ports.state, host, resolve);
  });
  return {
    close: async () => {
      state.closeAllConnections();
      await new Promise((resolve) => state.close(resolve));
      await Promise.all([github.close(), models.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
