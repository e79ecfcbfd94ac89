import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { missingProgram } from './missing-program';
import type { Files } from './toolchain';

/** Where Maven keeps what it has downloaded: shared by all tests, and by all runs of them on this machine. */
const REPOSITORY = join(homedir(), '.m2', 'repository');
/** A first download is some 100 files; on later runs nothing is asked for. */
const DOWNLOAD_MS = 400_000;
const UNRESOLVED = /could not (?:be resolved|transfer)|not found in/i;

/** A mirror of Maven Central on loopback, as a company has one in its network: what was downloaded before, and no more. */
export interface MavenMirror {
  readonly url: string;
  close(): Promise<void>;
}

function serve(): Server {
  return createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://mirror').pathname));
    const file = join(REPOSITORY, path);
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-length': statSync(file).size });
    if (request.method === 'HEAD') return void response.end();
    createReadStream(file).pipe(response);
  });
}

/** Starts a {@link MavenMirror}. */
export async function startMavenMirror(): Promise<MavenMirror> {
  const server = serve();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The files by which a repository says that it takes its dependencies from `url` alone. */
export function mirrorFiles(url: string): Files {
  return {
    '.mvn/maven.config': '--settings\n.mvn/settings.xml\n',
    '.mvn/settings.xml': `<settings>
  <mirrors>
    <mirror>
      <id>house</id>
      <mirrorOf>*</mirrorOf>
      <url>${url}</url>
    </mirror>
  </mirrors>
</settings>
`,
  };
}

/**
 * Makes sure that everything the tests of `files` need was downloaded; null when it was, else why Maven cannot be tried:
 * it is not here, or Maven Central is not to be had.
 * @throws Error when Maven runs and the tests fail
 */
export async function warmMaven(files: Files): Promise<string | null> {
  const missing = missingProgram({ mvn: 'maven', javac: 'default-jdk-headless' });
  if (missing !== null) return missing;
  const cwd = mkdtempSync(join(tmpdir(), 'anton-maven-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), content);
    }
    const test = ['-B', '-ntp', '-q', `-Dmaven.repo.local=${REPOSITORY}`, 'test'];
    const offline = await execa('mvn', ['-o', ...test], { cwd, reject: false, timeout: DOWNLOAD_MS });
    if (!offline.failed) return null;
    const online = await execa('mvn', test, { cwd, reject: false, timeout: DOWNLOAD_MS });
    if (!online.failed) return null;
    const output = stripVTControlCharacters(online.stdout);
    if (online.timedOut || UNRESOLVED.test(output))
      return `no Maven Central: ${output.split('\n')[0] ?? ''}`.slice(0, 160);
    throw new Error(`the tests of the repository fail before anything was done to it:\n${output}`);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
