import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubCodeHost, type Checkout } from '@anton/codehost';
import {
  startGitHubServer,
  type GitHubRepositoryOptions,
  type GitHubRequest,
  type GitHubServer,
} from '@anton/simulation';
import { codeHostContract, makeBareRepository } from '@anton/testing/code-host';

const TOKEN = 'ghp_canaryCANARYcanary0123456789abcdefgh';
const FILES = { 'src/app.js': 'export const answer = 41;\n' };
const hasGh = spawnSync('gh', ['--version']).status === 0;
const suite = hasGh ? describe : describe.skip;

async function startWith(
  dir: string,
  files: Readonly<Record<string, string>>,
  more: Partial<GitHubRepositoryOptions> = {},
  onRequest?: (request: GitHubRequest) => void,
): Promise<{ server: GitHubServer; url: string; bareDir: string }> {
  const bareDir = makeBareRepository(dir, files);
  const repository = { owner: 'acme', name: 'repository', bareDir, token: TOKEN, ...more };
  const server = await startGitHubServer({
    repositories: [repository],
    ...(onRequest === undefined ? {} : { onRequest }),
  });
  return { server, url: `${server.url}/acme/repository.git`, bareDir };
}

function hostFor(
  server: GitHubServer,
  token: string | undefined = TOKEN,
  timeoutMs = 30_000,
): GitHubCodeHost {
  return new GitHubCodeHost({ token, host: server.host, httpProxy: server.proxyUrl, timeoutMs });
}

/** Files of /proc of every process that hold `text`; what has ended meanwhile holds nothing. */
function processesWith(text: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`])
    .filter((path) => {
      try {
        return readFileSync(path).includes(text);
      } catch {
        return false;
      }
    });
}

function filesWith(text: string, dir: string): string[] {
  const encodings = [
    text,
    Buffer.from(text).toString('base64'),
    Buffer.from(`x-access-token:${text}`).toString('base64'),
  ];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => encodings.some((encoding) => readFileSync(path).includes(encoding)));
}

suite(hasGh ? 'GitHub by the real gh' : 'GitHub by the real gh (skipped: apt-get install gh)', () => {
  codeHostContract('GitHubCodeHost', async (dir, files) => {
    const { server, url, bareDir } = await startWith(dir, files);
    return {
      host: hostFor(server),
      url,
      bareDir,
      pullRequests: () =>
        Promise.resolve(
          server
            .pullRequests('acme', 'repository')
            .map(({ head, title, body, draft }) => ({ head, title, body, draft })),
        ),
      close: () => server.close(),
    };
  });

  describe('on bad days', { timeout: 60_000 }, () => {
    const REQUEST = { title: 'fix: it', body: 'text\n', draft: false, labels: ['anton', 'risk: low'] };
    let dir: string;
    let server: GitHubServer;
    let url: string;
    let seen: string[];
    let count = 0;

    beforeEach(async () => {
      dir = mkdtempSync(join(tmpdir(), 'anton-github-host-'));
      seen = [];
      const made = await startWith(dir, FILES, { protectedBranches: ['main', 'fix/*-protected0'] }, () => {
        seen.push(...processesWith(TOKEN));
      });
      ({ server, url } = made);
    });
    afterEach(async () => {
      await server.close();
      rmSync(dir, { recursive: true, force: true });
    });

    function checkout(
      host: GitHubCodeHost,
      taskId = 'jira-pay-1-0123456789',
      signal?: AbortSignal,
    ): Promise<Checkout> {
      count += 1;
      const [trustedDir, checkoutDir] = [join(dir, `trusted-${count}`), join(dir, `checkout-${count}`)];
      spawnSync('mkdir', [trustedDir, checkoutDir]);
      const where = { repository: { url, branch: 'main' }, taskId, trustedDir, checkoutDir };
      return host.checkout(signal === undefined ? where : { ...where, signal });
    }

    async function push(host: GitHubCodeHost, taskId?: string): Promise<Checkout> {
      const made = await checkout(host, taskId);
      spawnSync('touch', [join(made.checkoutDir, 'more')]);
      const { treeSha } = await host.diff(made);
      const trailers = { 'Anton-Task': taskId ?? 'jira-pay-1-0123456789' };
      await host.push(made, await host.commit(made, { treeSha, subject: 'fix: it', body: '', trailers }));
      return made;
    }

    const isCreate = ({ operation }: GitHubRequest): boolean => operation === 'PullRequestCreate';

    it('keeps the token out of every argument, environment and file', async () => {
      const host = hostFor(server);
      const opened = await host.openPullRequest(await push(host), REQUEST);
      expect(server.requests.map(({ token }) => token)).toContain(TOKEN);
      expect(server.requests.filter(({ kind }) => kind === 'git').length).toBeGreaterThan(5);
      expect(seen).toEqual([]);
      expect(filesWith(TOKEN, dir)).toEqual([]);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith('anton-gh-'))).toEqual([]);
      expect(opened).toMatchObject({ number: 1, created: true });
      expect(server.pullRequests('acme', 'repository')[0]?.labels).toEqual(REQUEST.labels);
    });

    it('would see a token in an argument', () => {
      const child = spawnSync(process.execPath, [
        '-e',
        `const fs=require('fs');console.log(fs.readFileSync('/proc/self/cmdline').includes('canaryCANARY'))`,
        TOKEN,
      ]);
      expect(child.stdout.toString().trim()).toBe('true');
    });

    it('names a protected branch', async () => {
      await expect(push(hostFor(server), 'jira-pay-protected0')).rejects.toMatchObject({
        code: 'branch_protected',
      });
    });

    it('names a token that is missing, wrong, or too weak', async () => {
      for (const token of [undefined, 'wrong'])
        await expect(
          checkout(new GitHubCodeHost({ token, host: server.host, httpProxy: server.proxyUrl })),
        ).rejects.toMatchObject({ code: 'repository_auth' });
      const host = hostFor(server);
      const made = await push(host);
      await expect(hostFor(server, 'wrong').openPullRequest(made, REQUEST)).rejects.toMatchObject({
        code: 'repository_auth',
      });
      server.fail({ on: isCreate, answer: 403 });
      await expect(host.openPullRequest(made, REQUEST)).rejects.toMatchObject({ code: 'repository_auth' });
      server.fail({ on: ({ path }) => path.endsWith('/git-receive-pack'), answer: 403 });
      await expect(push(host, 'jira-pay-2-0123456789')).rejects.toMatchObject({ code: 'repository_auth' });
    });

    it('tries again when the host is down, and opens no second pull request', async () => {
      const host = hostFor(server);
      server.fail({ on: ({ kind }) => kind === 'git', answer: 503, times: 2 });
      const made = await push(host);
      server.fail({ on: isCreate, answer: 502, afterEffect: true });
      server.fail({ on: ({ operation }) => operation === 'PullRequestList', answer: 429 });
      expect(await host.openPullRequest(made, REQUEST)).toMatchObject({ number: 1 });
      expect(server.pullRequests('acme', 'repository')).toHaveLength(1);
    });

    it('gives up after a bounded number of tries', async () => {
      server.fail({ on: ({ kind }) => kind === 'git', answer: 500, times: 100 });
      await expect(checkout(hostFor(server))).rejects.toMatchObject({
        code: 'host_unavailable',
        category: 'outage',
      });
      expect(server.requests.length).toBeLessThanOrEqual(8);
    });

    it('waits for a silent host only so long, and stops when it is told to', async () => {
      server.fail({ on: () => true, answer: 'hang', times: 100 });
      const started = performance.now();
      await expect(checkout(hostFor(server, TOKEN, 300))).rejects.toMatchObject({ code: 'host_unavailable' });
      const signal = AbortSignal.timeout(500);
      await expect(checkout(hostFor(server), undefined, signal)).rejects.toMatchObject({
        name: 'TimeoutError',
      });
      expect(performance.now() - started).toBeLessThan(25_000);
    });

    it('opens the pull request without labels when they are refused', async () => {
      const host = hostFor(server);
      server.fail({ on: ({ path }) => path.endsWith('/labels'), answer: 404 });
      expect(await host.openPullRequest(await push(host), REQUEST)).toMatchObject({ created: true });
    });

    it('says what GitHub says when it refuses a pull request', async () => {
      const host = hostFor(server);
      const made = await checkout(host);
      await expect(host.openPullRequest(made, REQUEST)).rejects.toMatchObject({
        code: 'pull_request_rejected',
        message: expect.stringContaining('Head ref must be a branch') as string,
      });
      const elsewhere = { ...made, repository: { ...made.repository, url: `${server.url}/acme/absent.git` } };
      await expect(host.openPullRequest(elsewhere, REQUEST)).rejects.toMatchObject({
        code: 'repository_not_found',
      });
    });

    it('serves the addresses of its own host only', () => {
      const host = new GitHubCodeHost({ token: TOKEN });
      expect(host.accepts('https://github.com/acme/pay.git')).toBe(true);
      for (const other of [
        'https://github.com.evil.com/acme/pay',
        'https://x:y@github.com/acme/pay',
        'http://github.com/acme/pay',
        'https://github.com/acme/pay/../../x',
        'file:///srv/pay.git',
      ])
        expect(host.accepts(other)).toBe(false);
    });
  });
});
