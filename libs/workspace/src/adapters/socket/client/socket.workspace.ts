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
import { SandboxAnswerError } from '../socket-workspace.errors';
import type { RequestOf } from '../protocol/request';
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

/**
 * The tree and the commands of a sandbox in another container, behind a unix socket. What comes back was written beside
 * the repository's code: every answer is bounded and checked, and a path of it is only ever given back to the sandbox.
 */
export class SocketWorkspace extends Workspace {
  readonly isolation: Isolation = 'namespaces';
  private readonly programs = new Set<WorkspaceProcess>();
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<unknown>>();

  private constructor(private readonly calls: SandboxCalls) {
    super();
  }

  /** @throws SandboxGoneError when nobody listens; SandboxAnswerError for another release of the protocol */
  static async open(socket: string): Promise<SocketWorkspace> {
    const calls = new SandboxCalls(socket);
    const { v } = await calls.call('hello', {}, { deadlineMs: CALL_MS });
    if (v !== PROTOCOL_VERSION)
      throw new SandboxAnswerError('hello', `protocol ${v}, not ${PROTOCOL_VERSION}`);
    return new SocketWorkspace(calls);
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
    const whole = { ...request, ...(env === undefined ? {} : { env: { ...env } }) };
    const signals = signal === undefined ? [this.closing.signal] : [this.closing.signal, signal];
    const options = { deadlineMs: request.timeoutMs + GRACE_MS, signal: AbortSignal.any(signals) };
    const run = this.calls.call('exec', whole, options);
    this.running.add(run);
    try {
      return await run;
    } finally {
      this.running.delete(run);
    }
  }

  async start(command: readonly string[]): Promise<WorkspaceProcess> {
    const program = new RemoteProgram(await this.calls.begin('start', { command: [...command] }));
    this.programs.add(program);
    void program.ended.then(() => this.programs.delete(program));
    if (this.closing.signal.aborted) await program.stop();
    return program;
  }

  /**
   * Makes the sandbox's tree what a folder of the runner's own holds, and nothing else: what its commands left is gone.
   * A socket, pipe or `.git` in the folder is refused.
   */
  async fill(folder: string): Promise<void> {
    let sent = 0;
    const send = async (channel: FrameChannel): Promise<void> => {
      sent = await sendTree(channel, folder);
    };
    const { entries } = await this.calls.call('fill', {}, { deadlineMs: FILL_MS, send });
    if (entries !== sent) throw new SandboxAnswerError('fill', `${entries} of ${sent} entries`);
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('the workspace is closed'));
    const stops = [...this.programs].map((program) => program.stop());
    await Promise.allSettled([...this.running, ...stops]);
    // What a command left behind. A sandbox that has gone left nothing.
    await this.calls.call('close', {}, { deadlineMs: CALL_MS }).catch(() => undefined);
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
