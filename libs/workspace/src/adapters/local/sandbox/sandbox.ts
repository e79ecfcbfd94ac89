import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SEPARATION } from './bubblewrap';
import { nameMounts, systemMounts } from './system-mounts';
import { toolPaths } from './tool-paths';

/** Where a sandbox lies, and what it may do. All folders exist and are free of links. */
export interface SandboxOptions {
  readonly root: string;
  readonly home: string;
  readonly outDir: string;
  /** The machine's network, all of it; else none but an own loopback. */
  readonly network: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The sandbox's one user when the runner is root: programs that refuse to run as root then run. */
const USER_ID = 1_000;
/** Processes and threads of one command: a fork bomb ends here. */
const MAX_PROCESSES = 4_096;

function userId(): number {
  const own = process.getuid?.() ?? USER_ID;
  return own === 0 ? USER_ID : own;
}

/** The sandbox's user by name, with the home that commands have: Java and git look there, not at HOME. */
function accounts({ home, outDir }: SandboxOptions): string[] {
  const id = userId();
  const passwd = join(outDir, '.passwd');
  const group = join(outDir, '.group');
  writeFileSync(
    passwd,
    `root:x:0:0:root:/nonexistent:/bin/sh\nanton:x:${id}:${id}:Anton:${home}:/bin/bash\n`,
  );
  writeFileSync(group, `root:x:0:\nanton:x:${id}:\n`);
  return ['--ro-bind', passwd, '/etc/passwd', '--ro-bind', group, '/etc/group'];
}

/** The bubblewrap that one workspace's commands run under. */
export class Sandbox {
  private readonly args: readonly string[];

  constructor(options: SandboxOptions) {
    const { root, home, outDir, network, environment } = options;
    const hidden = [dirname(root), dirname(home), outDir, process.cwd()];
    this.args = [
      ...SEPARATION,
      ...(network ? [] : ['--unshare-net']),
      '--uid',
      String(userId()),
      '--gid',
      String(userId()),
      ...systemMounts(),
      ...(network ? nameMounts() : []),
      ...toolPaths(environment, hidden).flatMap((path) => ['--ro-bind', path, path]),
      ...accounts(options),
      '--bind',
      root,
      root,
      '--bind',
      home,
      home,
    ];
  }

  /** The program and arguments that run `bash -c script bash ...words` inside, in folder `cwd`. */
  launch(script: string, words: readonly string[], cwd: string): { program: string; args: string[] } {
    const limited = `ulimit -u ${MAX_PROCESSES}; ${script}`;
    return {
      program: 'bwrap',
      args: [...this.args, '--chdir', cwd, '--', 'bash', '-c', limited, 'bash', ...words],
    };
  }
}
