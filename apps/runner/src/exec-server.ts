import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mkdir } from 'node:fs/promises';
import { ExecServer, LocalWorkspace } from '@anton/workspace';

const USAGE = `usage: exec-server --socket PATH --root FOLDER [--state FOLDER]

Runs commands and reads and writes files below --root for the runner at the other end of the socket. --state (default
/tmp/anton) keeps the outputs of commands and is their HOME.`;

/** The program of the sandbox's container: it stands alone, beside a Node and a ripgrep, in an image that knows neither. */
const { values } = parseArgs({
  options: {
    socket: { type: 'string' },
    root: { type: 'string' },
    state: { type: 'string', default: '/tmp/anton' },
    help: { type: 'boolean', default: false },
  },
});
const { socket, root, state } = values;
if (values.help || socket === undefined || root === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(values.help ? 0 : 2);
}

const [outDir, home] = [join(state, 'out'), join(state, 'home')];
for (const folder of [outDir, home]) await mkdir(folder, { recursive: true });
// The container is the isolation: a second one inside it would need what PodSecurity forbids.
const open = () => LocalWorkspace.open({ root, outDir, home, isolation: 'none' });
const server = await ExecServer.listen({ socket, root, open });
process.stdout.write(`serves ${root} at ${socket}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
