import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { WorkspaceError } from '../../workspace.errors';
import {
  Workspace,
  type ExecRequest,
  type ExecResult,
  type GrepMatch,
  type GrepRequest,
  type Isolation,
  type TreeEntry,
  type TreeRequest,
  type WorkspaceEntry,
  type WorkspaceProcess,
} from '../../workspace.port';
import { cleanEnvironment } from './exec/clean-environment';
import { runCommand } from './exec/run-command';
import { startProcess } from './exec/start-process';
import { fileFailure } from './files/file-failure';
import { grepFiles } from './files/grep-files';
import { listFolder } from './files/list-folder';
import { readRegularFile } from './files/read-file';
import { listTree } from './files/list-tree';
import { isGitPath, resolveInside } from './files/resolve-path';
import { writeAtomically } from './files/write-file';
import type { LocalWorkspaceOptions } from './local-workspace.options';
import type { Sandbox } from './sandbox/sandbox';
import { sandboxFor } from './sandbox/sandbox-for';

const OUT = '@out/';

/** The number of the newest log: a run that goes on in its folders does not write over what it named before. */
async function lastLog(outDir: string): Promise<number> {
  const names = await readdir(outDir);
  return Math.max(
    0,
    ...names.flatMap((name) => (name.endsWith('.log') ? [Number.parseInt(name, 10) || 0] : [])),
  );
}

/**
 * A tree and its commands on this machine: under bubblewrap where that works, else as plain processes of the same user
 * with a clean environment, which is no isolation.
 */
export class LocalWorkspace extends Workspace {
  readonly isolation: Isolation;
  private readonly running = new Set<Promise<unknown>>();
  private readonly programs = new Set<WorkspaceProcess>();
  private readonly closing = new AbortController();

  private constructor(
    private readonly options: LocalWorkspaceOptions,
    private readonly root: string,
    private readonly outDir: string,
    private readonly sandbox: Sandbox | null,
    private commands: number,
  ) {
    super();
    this.isolation = sandbox === null ? 'none' : 'bubblewrap';
  }

  /** @throws SandboxRequiredError when isolation is demanded and bubblewrap cannot be used */
  static async open(options: LocalWorkspaceOptions): Promise<LocalWorkspace> {
    await mkdir(join(options.home, 'tmp'), { recursive: true });
    const [root, outDir, home] = await Promise.all(
      [options.root, options.outDir, options.home].map((folder) => realpath(folder)),
    );
    const places = { root: root ?? '', outDir: outDir ?? '', home: home ?? '' };
    const sandbox = await sandboxFor(options, places);
    return new LocalWorkspace(options, places.root, places.outDir, sandbox, await lastLog(places.outDir));
  }

  async read(path: string, maxBytes: number): Promise<Buffer> {
    const { base, rest } = this.place(path);
    try {
      return await readRegularFile(await resolveInside(base, rest), path, maxBytes);
    } catch (error) {
      throw fileFailure(path, error);
    }
  }

  async write(path: string, content: Buffer): Promise<void> {
    try {
      if (path.startsWith(OUT))
        throw new WorkspaceError('workspace_outside', `${path} is a log`, 'Logs are for reading only.');
      const real = await resolveInside(this.root, path);
      if (isGitPath(this.root, real))
        throw new WorkspaceError('workspace_outside', `${path} belongs to git`, 'Leave .git alone.');
      await writeAtomically(real, content);
    } catch (error) {
      throw fileFailure(path, error);
    }
  }

  async list(path: string, limit: number): Promise<{ entries: readonly WorkspaceEntry[]; more: boolean }> {
    try {
      return await listFolder(this.root, await resolveInside(this.root, path), limit);
    } catch (error) {
      throw fileFailure(path, error);
    }
  }

  async tree(request: TreeRequest): Promise<readonly TreeEntry[]> {
    try {
      return await listTree(this.root, request);
    } catch (error) {
      throw fileFailure('.', error);
    }
  }

  async grep(request: GrepRequest): Promise<{ matches: readonly GrepMatch[]; more: boolean }> {
    const path = request.path ?? '.';
    const { base, rest } = this.place(path);
    try {
      const real = await resolveInside(base, rest);
      await stat(real);
      const target = relative(base, real).split(sep).join('/') || '.';
      const found = await grepFiles(base, target, request);
      const prefix = base === this.outDir ? OUT : '';
      return { ...found, matches: found.matches.map((match) => ({ ...match, path: prefix + match.path })) };
    } catch (error) {
      throw fileFailure(path, error);
    }
  }

  async exec(request: ExecRequest): Promise<ExecResult> {
    this.commands += 1;
    const name = `${String(this.commands).padStart(3, '0')}.log`;
    const execId = crypto.randomUUID();
    const cwd = await this.folder(request.cwd ?? '.');
    const env = this.environment(execId, request.env);
    const signal = AbortSignal.any([
      this.closing.signal,
      ...(request.signal === undefined ? [] : [request.signal]),
    ]);
    const place = {
      cwd,
      env,
      execId,
      logFile: join(this.outDir, name),
      logPath: OUT + name,
      sandbox: this.sandbox,
    };
    const run = runCommand({ ...request, signal }, place);
    this.running.add(run);
    try {
      return await run;
    } catch (error) {
      throw fileFailure(OUT + name, error);
    } finally {
      this.running.delete(run);
    }
  }

  async start(command: readonly string[]): Promise<WorkspaceProcess> {
    const execId = crypto.randomUUID();
    const place = { cwd: this.root, env: this.environment(execId), execId, sandbox: this.sandbox };
    const program = await startProcess(command, place);
    this.programs.add(program);
    void program.ended.then(() => this.programs.delete(program));
    if (this.closing.signal.aborted) await program.stop();
    return program;
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('the workspace is closed'));
    const stops = [...this.programs].map((program) => program.stop());
    await Promise.allSettled([...this.running, ...stops]);
  }

  private environment(execId: string, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    const { home, environment = process.env, commandEnvironment = {} } = this.options;
    return cleanEnvironment(environment, { home, execId, extra: { ...commandEnvironment, ...extra } });
  }

  private async folder(path: string): Promise<string> {
    if (path === '.') return this.root;
    try {
      const real = await resolveInside(this.root, path);
      if ((await stat(real)).isDirectory()) return real;
    } catch (error) {
      throw fileFailure(path, error);
    }
    throw new WorkspaceError('workspace_not_found', `${path} is no folder`, 'Name a folder.');
  }

  /** Logs of commands are addressed by a prefix that no file of the tree can have. */
  private place(path: string): { readonly base: string; readonly rest: string } {
    return path.startsWith(OUT)
      ? { base: this.outDir, rest: path.slice(OUT.length) }
      : { base: this.root, rest: path };
  }
}
