import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeHostError } from '../../code-host.errors';
import {
  BRANCH_PREFIX,
  type Checkout,
  type PullRequest,
  type PullRequestRequest,
} from '../../code-host.port';

/** A pull request of the local host, as it lies in `<repository>.pulls/<branch>.json`; its text lies beside it as `.md`. */
interface StoredPullRequest {
  readonly number: number;
  readonly state: 'open';
  readonly title: string;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Creates `file` with all of `content` or not at all; false when it exists. */
async function createOnce(file: string, content: string): Promise<boolean> {
  const partial = `${file}.${crypto.randomUUID()}.partial`;
  await writeFile(partial, content, { flush: true });
  try {
    await link(partial, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

async function replace(file: string, content: string): Promise<void> {
  const partial = `${file}.${crypto.randomUUID()}.partial`;
  await writeFile(partial, content, { flush: true });
  await rename(partial, file);
}

async function read(file: string): Promise<StoredPullRequest | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as StoredPullRequest;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** The next free number; one that was taken by a process that died stays unused. */
async function takeNumber(folder: string): Promise<number> {
  const numbers = join(folder, '.numbers');
  await mkdir(numbers, { recursive: true });
  for (let number = 1; ; number += 1) if (await createOnce(join(numbers, String(number)), '')) return number;
}

async function openOrFind(
  folder: string,
  { branch: head, repository }: Checkout,
  { title, body, draft, labels }: PullRequestRequest,
): Promise<PullRequest> {
  await mkdir(folder, { recursive: true });
  const name = head.replaceAll('/', '__');
  const file = join(folder, `${name}.json`);
  const url = pathToFileURL(file).href;
  const existing = await read(file);
  if (existing !== null) return { url, number: existing.number, draft: existing.draft, created: false };
  await replace(join(folder, `${name}.md`), body);
  const number = await takeNumber(folder);
  const wanted: StoredPullRequest = {
    number,
    state: 'open',
    title,
    head,
    base: repository.branch,
    draft,
    labels,
  };
  const created = await createOnce(file, `${JSON.stringify(wanted, null, 2)}\n`);
  const stored = (await read(file)) ?? wanted;
  return { url, number: stored.number, draft: stored.draft, created };
}

const folderOf = (repository: string): string => `${repository.replace(/\/+$/, '')}.pulls`;

/** The pull requests that lie beside the repository; nobody closes one but by removing its file. */
export async function countPullRequestFiles(repository: string): Promise<number> {
  try {
    const prefix = BRANCH_PREFIX.replaceAll('/', '__');
    const names = await readdir(folderOf(repository));
    return names.filter((name) => name.startsWith(prefix) && name.endsWith('.json')).length;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

/** Opens the pull request of the checkout's branch, or finds it: the file named by the branch decides which of two came first. */
export async function openPullRequestFile(
  repository: string,
  checkout: Checkout,
  request: PullRequestRequest,
): Promise<PullRequest> {
  const folder = folderOf(repository);
  try {
    return await openOrFind(folder, checkout, request);
  } catch (error) {
    const code = hasCode(error, 'ENOSPC') ? 'disk_full' : 'pull_request_rejected';
    throw new CodeHostError(code, `cannot write a pull request into ${folder}`, {
      remedy: 'Check the disk and the permissions of the folder beside the repository.',
      cause: error,
    });
  }
}
