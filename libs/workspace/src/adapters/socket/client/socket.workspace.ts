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
} from '../../../workspace.port';
import { PROTOCOL_VERSION } from '../protocol/frame';
import type { FrameChannel } from '../protocol/frame-channel';
import { SandboxAnswerError, SandboxGoneError } from '../socket-workspace.errors';
import type { RequestOf } from '../protocol/request';
import { HeldSandbox } from './held-sandbox';
import { RemoteProgram } from './remote-program';
import { SandboxCalls } from './sandbox-calls';
import { sendTree } from './send-tree';
import { treeIn } from './tree-in';

/** For what the server does without waiting for a command. */
const CALL_MS = 60_000;
/** For a whole repository. */
const FILL_MS = 600_000;
/** A command that is over its own limit still has to be ended, and its log written. */
const GRACE_MS = 60_000;
/** Of a listed entry at most: path and target, and what is around them. */
const MAX_ENTRY_BYTES = 20_000;
const MAX_TREE_BYTES = 128 * 1024 * 1024;

/** How a sandbox is used. */
export interface SocketWorkspaceOptions {
  /** A sandbox that has gone is waited for so long; default 0: it does not come back. Milliseconds. */
  readonly restartMs?: number;
  /** Variables of every command and program. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Paths in one request: it must fit into a frame. */
const MAX_REMOVED = 1_000;

/** At least one piece, which may be empty. */
function piecesOf<T>(items: readonly T[], size: number): T[][] {
  const count = Math.max(1, Math.ceil(items.length / size));
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

const sendNothing = (channel: FrameChannel): Promise<void> => channel.send('end');

/** Paths of what is taken out of the sandbox's tree, and of what is sent. */
export interface FillOptions {
  readonly remove?: readonly string[];
  readonly only?: readonly string[];
}

/** How a command ends whose sandbox ends: the kernel kills the whole container when it needs too much memory. */
function goneDuring(durationMs: number): ExecResult {
  const text =
    'The sandbox ended during this command and is started again, as when a command needs more memory than there is. ' +
    'What it wrote to the work tree is there.\n';
  return {
    exitCode: null,
    signal: 'SIGKILL',
    ended: 'exited',
    output: { text, truncated: false, bytes: Buffer.byteLength(text), logPath: '@out/000.log' },
    durationMs: Math.round(durationMs),
  };
}

/**
 * The tree and the commands of a sandbox in another container, behind a unix socket. What comes back was written beside
 * the repository's code: every answer is bounded and checked, and a path of it is only ever given back to the sandbox.
 */
export class SocketWorkspace extends Workspace {
  readonly isolation: Isolation = 'namespaces';
  private readonly programs = new Set<WorkspaceProcess>();
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  private constructor(
    private readonly calls: SandboxCalls,
    private held: HeldSandbox,
    private readonly environment: Readonly<Record<string, string>>,
  ) {
    super();
  }

  /**
   * To be called before the first command of the repository runs.
   * @throws SandboxGoneError when nobody listens; SandboxAnswerError for another release of the protocol
   */
  static async open(
    socket: string,
    { restartMs = 0, environment = {} }: SocketWorkspaceOptions = {},
  ): Promise<SocketWorkspace> {
    const calls = new SandboxCalls(socket, restartMs);
    const { v } = await calls.call('hello', {}, { deadlineMs: CALL_MS });
    if (v !== PROTOCOL_VERSION)
      throw new SandboxAnswerError('hello', `protocol ${v}, not ${PROTOCOL_VERSION}`);
    return new SocketWorkspace(calls, await HeldSandbox.take(calls), environment);
  }

  /** No command of the sandbox can change its exec server, so that {@link reset} is what it says. */
  get sealed(): boolean {
    return this.held.sealed;
  }

  /** Ends everything that runs in the sandbox and takes away what it left outside the tree: HOME, temporary files, logs. */
  async reset(): Promise<void> {
    try {
      await this.held.reset();
    } catch (error) {
      if (!(error instanceof SandboxGoneError) || this.calls.restartMs === 0) throw error;
      // Its container ended, and all of its processes; the one that comes up again has run nothing yet.
      this.held = await HeldSandbox.take(this.calls);
      await this.held.reset();
    }
  }

  async read(path: string, maxBytes: number): Promise<Buffer> {
    return this.received('read', { path, maxBytes }, maxBytes);
  }

  async write(path: string, content: Buffer): Promise<void> {
    const send = async (channel: FrameChannel): Promise<void> => {
      await channel.sendData(content);
      await channel.send('end');
    };
    await this.calls.call('write', { path, bytes: content.length }, { deadlineMs: CALL_MS, send });
  }

  async list(path: string, limit: number): Promise<{ entries: readonly WorkspaceEntry[]; more: boolean }> {
    const answer = await this.calls.call('list', { path, limit }, { deadlineMs: CALL_MS });
    if (answer.entries.length > limit) throw new SandboxAnswerError('list', `more than ${limit} entries`);
    return answer;
  }

  async tree({ skip, keep, maxEntries }: TreeRequest): Promise<readonly TreeEntry[]> {
    const request = { skip: [...skip], keep: [...keep], maxEntries };
    const text = await this.received('tree', request, Math.min(maxEntries * MAX_ENTRY_BYTES, MAX_TREE_BYTES));
    return treeIn(text, maxEntries);
  }

  async grep({ signal, ...request }: GrepRequest): Promise<{ matches: readonly GrepMatch[]; more: boolean }> {
    const options = { deadlineMs: request.timeoutMs + GRACE_MS, signal };
    const answer = await this.calls.call('grep', request, options);
    if (answer.matches.length > request.maxMatches)
      throw new SandboxAnswerError('grep', `more than ${request.maxMatches} matches`);
    return answer;
  }

  async exec({ signal, env, ...request }: ExecRequest): Promise<ExecResult> {
    const { timeoutMs, idleTimeoutMs } = request;
    const whole = {
      ...request,
      timeoutMs: Math.ceil(timeoutMs),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs: Math.ceil(idleTimeoutMs) }),
      env: { ...this.environment, ...env },
    };
    const signals = signal === undefined ? [this.closing.signal] : [this.closing.signal, signal];
    const options = { deadlineMs: timeoutMs + GRACE_MS, signal: AbortSignal.any(signals) };
    const run = this.calls.call('exec', whole, options);
    this.running.add(run);
    const started = performance.now();
    try {
      return await run;
    } catch (error) {
      if (!(error instanceof SandboxGoneError) || this.calls.restartMs === 0) throw error;
      return goneDuring(performance.now() - started);
    } finally {
      this.running.delete(run);
    }
  }

  async start(command: readonly string[]): Promise<WorkspaceProcess> {
    const variables = Object.entries(this.environment).map(([name, value]) => `${name}=${value}`);
    const whole = variables.length === 0 ? [...command] : ['env', ...variables, ...command];
    const program = new RemoteProgram(await this.calls.begin('start', { command: whole }));
    this.programs.add(program);
    void program.ended.then(() => this.programs.delete(program));
    if (this.closing.signal.aborted) await program.stop();
    return program;
  }

  /**
   * Makes the sandbox's tree what a folder of the runner's own holds, and nothing else: what its commands left is gone.
   * With `remove`, only that is taken away first, and the rest stays; with `only`, only those files are sent.
   * A socket, pipe or `.git` in the folder is refused.
   */
  async fill(folder: string, { remove, only }: FillOptions = {}): Promise<void> {
    let sent = 0;
    const send = async (channel: FrameChannel): Promise<void> => {
      sent = await sendTree(channel, folder, only && new Set(only));
    };
    const removals = remove === undefined ? [undefined] : piecesOf(remove, MAX_REMOVED);
    for (const removed of removals.slice(0, -1))
      await this.calls.call('fill', { remove: removed }, { deadlineMs: FILL_MS, send: sendNothing });
    const request = { remove: removals.at(-1) };
    const { entries } = await this.calls.call('fill', request, { deadlineMs: FILL_MS, send });
    if (entries !== sent) throw new SandboxAnswerError('fill', `${entries} of ${sent} entries`);
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('the workspace is closed'));
    const stops = [...this.programs].map((program) => program.stop());
    await Promise.allSettled([...this.running, ...stops]);
    // What a command left behind. A sandbox that has gone left nothing.
    await this.calls.call('close', {}, { deadlineMs: CALL_MS }).catch(() => undefined);
    this.held.drop();
  }

  /** Content that comes before an answer, which says how long it is. */
  private async received<Op extends 'read' | 'tree'>(
    op: Op,
    request: RequestOf<Op>,
    maxBytes: number,
  ): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let received = 0;
    const onData = (piece: Buffer): void => {
      received += piece.length;
      if (received > maxBytes) throw new SandboxAnswerError(op, `more than ${maxBytes} bytes`);
      pieces.push(piece);
    };
    const { bytes } = await this.calls.call(op, request, { deadlineMs: CALL_MS, onData });
    if (bytes !== received) throw new SandboxAnswerError(op, `${received} of ${bytes} bytes`);
    return Buffer.concat(pieces);
  }
}
