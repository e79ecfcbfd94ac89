import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';
import type { SocketWorkspace, WorkspaceProcess } from '@anton/workspace';

/** Of one archive; what setup brings is rarely above 2 GiB. */
const MAX_BYTES = 4 * 1024 ** 3;
/** GNU tar: 1 means that a file changed while it was read. */
const FINE: readonly (number | null)[] = [0, 1];

/**
 * What lies in the folder, and not the folder itself: those of a Pod's volumes belong to root, and who extracts cannot give
 * them a mode and a time.
 */
const pack = (option = ''): string =>
  `shopt -s dotglob nullglob; set -- ./*; { [ $# = 0 ] || printf "%s\\0" "$@"; } | tar --create --file=- ${option} --null --files-from=-`;

/** The tree, and HOME without its temporary files. HOME is known to the sandbox alone. */
const PACK: Readonly<Record<string, readonly string[]>> = {
  'tree.tar': ['bash', '-c', pack()],
  'home.tar': ['bash', '-c', `cd "$HOME" && ${pack('--exclude=./tmp')}`],
};
const UNPACK: Readonly<Record<string, readonly string[]>> = {
  'tree.tar': ['tar', '--extract', '--preserve-permissions', '--file=-'],
  'home.tar': ['bash', '-c', 'exec tar --extract --preserve-permissions --file=- --directory="$HOME"'],
};

function bounded(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MAX_BYTES ? new Error(`more than ${MAX_BYTES} bytes would have to be kept`) : null, chunk);
    },
  });
}

/** A tar that has read the end of its archive may be gone before its input is: then its status says how it went. */
function unlessEnded(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

async function isFine(program: WorkspaceProcess, name: string): Promise<void> {
  const status = await program.ended;
  if (!FINE.includes(status)) throw new Error(`tar of ${name} ended with ${status}: ${program.errors()}`);
}

/**
 * Tree and HOME of a sandbox, as archives that the sandbox itself packs and unpacks. The runner keeps their bytes and
 * never looks into them: whatever the repository's code puts there can only ever come back to the sandbox.
 */
export class SandboxArchive {
  constructor(
    private readonly workspace: SocketWorkspace,
    private readonly folder: string,
  ) {}

  async keep(signal: AbortSignal): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const [name, command] of Object.entries(PACK)) {
      const program = await this.workspace.start(command);
      program.input.end();
      await pipeline(program.output, bounded(), createWriteStream(join(this.folder, name)), { signal });
      await isFine(program, name);
    }
  }

  async putBack(signal: AbortSignal): Promise<void> {
    for (const [name, command] of Object.entries(UNPACK)) {
      const program = await this.workspace.start(command);
      program.output.resume();
      await pipeline(createReadStream(join(this.folder, name)), program.input, { signal }).catch(unlessEnded);
      await isFine(program, name);
    }
  }
}
