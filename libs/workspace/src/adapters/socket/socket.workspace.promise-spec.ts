import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { workspaceContract } from '@anton/testing/workspace';
import { LocalWorkspace } from '../local/local.workspace';
import { SocketWorkspace } from './client/socket.workspace';
import { ExecServer } from './server/exec-server';

const environment = { ...process.env, ANTHROPIC_API_KEY: 'canary', GITHUB_TOKEN: 'canary' };
const servers: ExecServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

workspaceContract('SocketWorkspace', async (place) => {
  const socket = join(dirname(place.root), 'exec.sock');
  const open = () => LocalWorkspace.open({ ...place, environment, isolation: 'none' });
  servers.push(await ExecServer.listen({ socket, root: place.root, open }));
  return SocketWorkspace.open(socket);
});
