import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Workspace, WorkspaceProcess } from '@anton/workspace';
import { MAX_ERROR, MAX_MESSAGE_BYTES } from './server-limits';

/** Lines that are no messages before a program is given up. */
const MAX_GARBAGE = 100;

/** MCP over the standard input and output of a program in the workspace: the same isolation as every command. */
export class WorkspaceTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: <T extends JSONRPCMessage>(message: T) => void;
  private readonly buffer = new ReadBuffer({ maxBufferSize: MAX_MESSAGE_BYTES });
  private program: WorkspaceProcess | undefined;
  private garbage = 0;
  private isClosed = false;

  constructor(
    private readonly workspace: Workspace,
    private readonly command: readonly string[],
  ) {}

  async start(): Promise<void> {
    const program = await this.workspace.start(this.command);
    this.program = program;
    program.output.on('data', (chunk: Buffer) => this.take(chunk));
    program.output.on('error', () => undefined);
    void program.ended.then(() => this.end());
    if (this.isClosed) await program.stop();
  }

  /** Does not wait until the program has read it: one that reads nothing costs a call its time, not the run. */
  send(message: JSONRPCMessage): Promise<void> {
    if (this.isClosed || this.program === undefined) return Promise.reject(new Error('the server has ended'));
    this.program.input.write(serializeMessage(message));
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.end();
    await this.program?.stop();
  }

  /** The end of what the program wrote to standard error. */
  errors(): string {
    return (this.program?.errors() ?? '').trim().slice(-MAX_ERROR);
  }

  private take(chunk: Buffer): void {
    try {
      this.buffer.append(chunk);
    } catch {
      void this.close();
      return;
    }
    while (!this.isClosed && this.deliver());
  }

  /** Whether there may be another message behind. */
  private deliver(): boolean {
    try {
      const message = this.buffer.readMessage();
      if (message === null) return false;
      this.onmessage?.(message);
    } catch (error) {
      this.garbage += 1;
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      if (this.garbage > MAX_GARBAGE) void this.close();
    }
    return true;
  }

  private end(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.onclose?.();
  }
}
