import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '../place';

/** What the agent's container held when its run was over; see image/entry.mjs. */
export interface Evidence {
  /** Files that only a command of the repository would have made there. */
  readonly marks: readonly string[];
  readonly bundle: string;
  readonly pulls: readonly string[];
  readonly config: string;
}

/** Every object and message of what was pushed, as one text. */
export function pushed({ bundle }: Evidence): string {
  const dir = mkdtempSync(join(tmpdir(), 'anton-pushed-'));
  try {
    writeFileSync(join(dir, 'bundle'), Buffer.from(bundle, 'base64'));
    git(dir, 'clone', '--quiet', '--mirror', join(dir, 'bundle'), join(dir, 'all.git'));
    const all = join(dir, 'all.git');
    const objects = git(all, 'cat-file', '--batch-all-objects', '--batch-check').split('\n');
    const contents = objects.map((line) => {
      const [sha = '', type = ''] = line.split(' ');
      return git(all, 'cat-file', type === 'tree' ? '-p' : type, sha);
    });
    return [git(all, 'for-each-ref'), ...contents].join('\n');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
