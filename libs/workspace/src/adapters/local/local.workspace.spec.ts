import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { workspaceContract } from '@anton/testing';
import { LocalWorkspace } from './local.workspace';

workspaceContract('LocalWorkspace', (place) =>
  LocalWorkspace.open({
    ...place,
    environment: { ...process.env, ANTHROPIC_API_KEY: 'canary', GITHUB_TOKEN: 'canary' },
  }),
);

describe('LocalWorkspace', () => {
  it('refuses to work where isolation is demanded', async () => {
    const folders = { root: tmpdir(), outDir: tmpdir(), home: tmpdir() };
    await expect(LocalWorkspace.open({ ...folders, requireSandbox: true })).rejects.toMatchObject({
      code: 'sandbox_required',
    });
  });
});
