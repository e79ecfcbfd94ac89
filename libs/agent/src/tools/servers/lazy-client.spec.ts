import { expect, it, vi } from 'vitest';
import { LocalWorkspace } from '@anton/workspace';
import { tmpdir } from 'node:os';

let loads = 0;
vi.mock('../../adapters/mcp/connect-servers', () => {
  loads += 1;
  return {
    connectServers: () => Promise.resolve({ tools: [], warnings: ['asked'], close: () => undefined }),
  };
});

it('is loaded for a run that names a server, and for no other', async () => {
  const { ToolServers } = await import('@anton/agent');
  const folders = { root: tmpdir(), outDir: tmpdir(), home: tmpdir() };
  const workspace = await LocalWorkspace.open({ ...folders, isolation: 'none' });
  const { signal } = new AbortController();
  const request = { workspace, egress: [], redact: (text: string) => text, signal };
  await new ToolServers().connect({ ...request, servers: [] });
  expect(loads).toBe(0);
  const servers = [{ name: 'team', command: ['true'] }];
  expect((await new ToolServers().connect({ ...request, servers })).warnings).toEqual(['asked']);
  expect(loads).toBe(1);
  await workspace.close();
});
