import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../load/signed-webhook';

/** Secrets in files as Kubernetes mounts them: every change is a new folder behind one link, all files at once. */
export class MountedSecrets {
  private readonly dir = mkdtempSync(join(tmpdir(), 'anton-secrets-'));
  private count = 0;

  /** The variables that name the files. */
  variables(secrets: Secrets): Record<string, string> {
    const names = Object.keys(secrets).flatMap((name) => [name, `${name}_PREVIOUS`]);
    return Object.fromEntries(names.map((name) => [`${name}_FILE`, join(this.dir, 'mount', name)]));
  }

  /** Mounts these; the ones before them stay active while they are given. */
  mount(secrets: Secrets, previous?: Secrets): void {
    this.count += 1;
    const version = join(this.dir, String(this.count));
    mkdirSync(version);
    for (const name of Object.keys(secrets) as (keyof Secrets)[]) {
      writeFileSync(join(version, name), `${secrets[name]}\n`);
      writeFileSync(join(version, `${name}_PREVIOUS`), previous === undefined ? '' : previous[name]);
    }
    const link = join(this.dir, 'next');
    symlinkSync(version, link);
    renameSync(link, join(this.dir, 'mount'));
  }

  remove(): void {
    rmSync(this.dir, { recursive: true });
  }
}
