import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBareRepository } from '@anton/testing/code-host';
import { git } from '../place';

/** A repository as one text, as the image of the hostile suites takes it from the context of a run. */
export function originBundle(
  files: Readonly<Record<string, string>>,
  change: (bare: string, dir: string) => void = () => undefined,
): string {
  const dir = mkdtempSync(join(tmpdir(), 'anton-origin-'));
  try {
    const bare = makeBareRepository(dir, files);
    change(bare, dir);
    git(bare, 'bundle', 'create', '--quiet', join(dir, 'origin.bundle'), '--all');
    return readFileSync(join(dir, 'origin.bundle')).toString('base64');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
