import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CodeHostError } from '../../code-host.errors';
import type { Checkout, PullRequest, PullRequestRequest } from '../../code-host.port';

/** A pull request of the local host, as it lies in `<repository>.pulls/<branch>.json`; its text lies beside it. */
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

/** Opens the pull request of the checkout's branch, or finds it: the file named by the branch decides which of two came first. */
export async function openPullRequestFile(
  repository: string,
  checkout: Checkout,
  request: PullRequestRequest,
): Promise<PullRequest> {
  const folder = `${repository.replace(/\/+$/, '')}.pulls`;
  const name = checkout.branch.replaceAll('/', '__');
  const file = join(folder, `${name}.json`);
  try {
    await mkdir(folder, { recursive: true });
    let stored = await read(file);
    let created = false;
    if (stored === null) {
      await createOnce(join(folder, `${name}.md`), request.body);
      const { title, draft, labels } = request;
      const number = await takeNumber(folder);
      stored = {
        number,
        state: 'open',
        title,
        head: checkout.branch,
        base: checkout.repository.branch,
        draft,
        labels,
      };
      created = await createOnce(file, `${JSON.stringify(stored, null, 2)}\n`);
      stored = (await read(file)) ?? stored;
    }
    return { url: pathToFileURL(file).href, number: stored.number, draft: stored.draft, created };
  } catch (error) {
    throw new CodeHostError(
      hasCode(error, 'ENOSPC') ? 'disk_full' : 'pull_request_rejected',
      `cannot write ${file}`,
      {
        remedy: 'Check the disk and the permissions of the folder beside the repository.',
        cause: error,
      },
    );
  }
}
