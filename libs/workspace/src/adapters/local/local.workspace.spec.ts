import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceContract } from '@anton/testing/workspace';
import { LocalWorkspace } from './local.workspace';
import { findBubblewrap } from './sandbox/bubblewrap';

const environment = { ...process.env, ANTHROPIC_API_KEY: 'canary', GITHUB_TOKEN: 'canary' };
const bubblewrap = await findBubblewrap();

workspaceContract('LocalWorkspace without isolation', (place) =>
  LocalWorkspace.open({ ...place, environment, isolation: 'none' }),
);

describe.skipIf(!bubblewrap.usable)('where bubblewrap works', () => {
  workspaceContract('LocalWorkspace under bubblewrap', (place) =>
    LocalWorkspace.open({ ...place, environment, requireSandbox: true }),
  );
});

describe('LocalWorkspace', () => {
  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'anton-full-'));
    const workspace = await LocalWorkspace.open({ root: dir, outDir: dir, home: dir });
    symlinkSync('/dev/full', join(dir, '001.log'));
    try {
      await expect(workspace.exec({ command: 'echo x', timeoutMs: 5_000 })).rejects.toMatchObject({
        code: 'workspace_full',
      });
    } finally {
      await workspace.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('says what is missing where there is no bash', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'anton-bare-'));
    const folders = { root: dir, outDir: dir, home: dir };
    const workspace = await LocalWorkspace.open({
      ...folders,
      environment: { PATH: '/nowhere' },
      isolation: 'none',
    });
    try {
      await expect(workspace.exec({ command: 'true', timeoutMs: 5_000 })).rejects.toMatchObject({
        code: 'workspace_no_shell',
        remedy: expect.stringContaining('bash') as string,
      });
    } finally {
      await workspace.close();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('refuses to work where isolation is demanded and there is none', async () => {
    const folders = { root: tmpdir(), outDir: tmpdir(), home: tmpdir() };
    await expect(
      LocalWorkspace.open({ ...folders, isolation: 'none', requireSandbox: true }),
    ).rejects.toMatchObject({
      code: 'sandbox_required',
    });
  });
});
