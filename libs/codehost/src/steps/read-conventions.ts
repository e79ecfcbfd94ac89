import type { Checkout, Conventions } from '../code-host.port';
import type { Git } from '../git/git';

/** Where GitHub looks for the one template of a repository, in its order; the case of the name does not matter. */
const FOLDERS = ['.github/', '', 'docs/'];
const NAME = /^pull_request_template(?:\.(?:md|txt))?$/i;
/** A longer file is no template that anybody fills in. */
const MAX_TEMPLATE_BYTES = 32_768;

/** One plain file of a listed tree: `<mode> blob <id> <size>\t<path>`. Links and submodules are none. */
const ENTRY = /^100(?:644|755) blob ([0-9a-f]+) +(\d+)\t([\s\S]+)$/;

interface Entry {
  readonly path: string;
  readonly id: string;
  readonly size: number;
}

function entriesOf(listing: string): Entry[] {
  return listing.split('\0').flatMap((line) => {
    const [, id, size, path] = ENTRY.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ path, id, size: Number(size) }];
  });
}

function templateIn(entries: readonly Entry[]): Entry | undefined {
  return FOLDERS.map((folder) =>
    entries.find(({ path }) => path.startsWith(folder) && NAME.test(path.slice(folder.length))),
  ).find((entry) => entry !== undefined);
}

/** Reads from the base commit itself: what lies in the work tree is the model's to write. */
export async function readConventions(git: Git, checkout: Checkout): Promise<Conventions> {
  const { trustedDir: gitDir, baseSha } = checkout;
  const subject = (await git.run(['log', '-1', '--format=%s', baseSha, '--'], { gitDir })).trim();
  const folders = FOLDERS.map((folder) => (folder === '' ? './' : folder));
  const listing = await git.run(['ls-tree', '-l', '-z', baseSha, '--', ...folders], { gitDir });
  const found = templateIn(entriesOf(listing));
  if (found === undefined || found.size > MAX_TEMPLATE_BYTES) return { subject, template: null };
  return { subject, template: await git.run(['cat-file', 'blob', found.id], { gitDir }) };
}
