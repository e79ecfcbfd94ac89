import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian keeps one folder per version. */
const VERSIONS = '/usr/lib/postgresql';
export const USER = 'anton';
export const PASSWORD = 'canary-database-password';

/** The folder of the newest server's programs. @throws Error that names the package to install */
function installedBin(): string {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS) : [];
  const newest = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(VERSIONS, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (newest !== undefined) return newest;
  throw new Error(`there is no PostgreSQL on this machine (${VERSIONS}): apt-get install postgresql`);
}

/** PostgreSQL refuses root: then its programs run as the user that Debian's package made. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (kind: string) =>
    Number(execFileSync('/usr/bin/id', [kind, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/**
 * The default collation is one of a language, so that whatever must compare as bytes has to say so.
 */
const INITDB = [
  '--encoding=UTF8',
  '--locale-provider=icu',
  '--icu-locale=en-US',
  '--locale=C.UTF-8',
  '--auth=scram-sha-256',
  '--no-sync',
  `--username=${USER}`,
];

/** Everything of one private server: its programs, data and log. */
export class PostgresFolder {
  readonly bin = installedBin();
  readonly user = serverUser();
  readonly dir = mkdtempSync(join(tmpdir(), 'anton-postgres-'));
  readonly data = join(this.dir, 'data');
  private readonly log = join(this.dir, 'log');

  constructor(private readonly fsync: 'on' | 'off') {
    const password = join(this.dir, 'password');
    writeFileSync(password, PASSWORD);
    for (const path of [this.dir, password]) if (this.user) chownSync(path, this.user.uid, this.user.gid);
    process.once('exit', () => this.remove());
    execFileSync(join(this.bin, 'initdb'), [...INITDB, `--pgdata=${this.data}`, `--pwfile=${password}`], {
      env: this.variables(),
      cwd: this.dir,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...this.user,
    });
  }

  /** The whole environment of the server. */
  variables(): Record<string, string> {
    return { PATH: '/usr/bin:/bin', HOME: this.dir, LANG: 'C.UTF-8' };
  }

  /** Arguments of the server on loopback port `port`. */
  serverArguments(port: number): string[] {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: this.dir,
      logging_collector: 'on',
      log_directory: this.dir,
      log_filename: 'log',
      max_connections: '120',
      fsync: this.fsync,
      shared_buffers: '32MB',
    };
    return [
      '-D',
      this.data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
  }

  /** The end of the server's log, for an error message. */
  logTail(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8').slice(-2_000) : '(no log)';
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
