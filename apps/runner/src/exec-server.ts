import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { constants, existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { emptyFolder, endOthers, ExecServer, isSealed, LocalWorkspace, othersGone } from '@anton/workspace';

const USAGE = `usage: exec-server --socket PATH --root FOLDER [--state FOLDER] [--scratch FOLDER]... [--seed FOLDER]

Runs commands and reads and writes files below --root for the runner at the other end of the socket.
  --state    keeps the outputs of commands and is their HOME; default /tmp/anton
  --scratch  a folder that is emptied when the runner wants a place without traces; may be given again
  --seed     what HOME begins with, when the image has it; default /opt/anton/home`;

/** The program of the sandbox's container: it stands alone, beside a Node and a ripgrep, in an image that knows neither. */
const { values } = parseArgs({
  options: {
    socket: { type: 'string' },
    root: { type: 'string' },
    state: { type: 'string', default: '/tmp/anton' },
    scratch: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '/opt/anton/home' },
    help: { type: 'boolean', default: false },
  },
});
const { socket, root, state, scratch, seed } = values;
if (values.help || socket === undefined || root === undefined) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(values.help ? 0 : 2);
}

const [outDir, home] = [join(state, 'out'), join(state, 'home')];
const open = async (): Promise<LocalWorkspace> => {
  const isNew = !existsSync(home);
  for (const folder of [outDir, home]) await mkdir(folder, { recursive: true });
  // The image's own files cannot be written: what a team fetched at build is used, and added to, in HOME.
  if (isNew && existsSync(seed))
    await cp(seed, home, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  // The container is the isolation: a second one inside it would need what PodSecurity forbids.
  return LocalWorkspace.open({ root, outDir, home, isolation: 'none' });
};
const end = endOthers(process.argv[1] ?? '');
const renew = async (): Promise<void> => {
  if (end !== null) await othersGone(end);
  for (const folder of [state, ...scratch]) await emptyFolder(folder);
};
const server = await ExecServer.listen({
  socket,
  root,
  open,
  renew,
  endOthers: end,
  sealed: end !== null && isSealed(),
});
process.stdout.write(`serves ${root} at ${socket}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
