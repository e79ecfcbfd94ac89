import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnKept } from '../../../test/support/processes/spawn-kept';
import { InvalidRunError } from '../../harness/invalid-run.error';
import { datadogDelivery } from '../deliveries/datadog-delivery';
import { signedRequest } from '../deliveries/signed-requests';

const START_MS = 60_000;
const STOP_MS = 30_000;

/** How a server is started. Its output goes to a file, as a container's does. */
export interface ServerCommand {
  readonly name: string;
  /** The queue that its tasks arrive in. */
  readonly queue: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Folder of its output. */
  readonly folder: string;
}

/** A server that takes deliveries, in a process of its own. */
export class ServerProcess {
  readonly name: string;
  readonly queue: string;
  readonly url: string;
  readonly pid: number;

  private constructor(
    private readonly command: ServerCommand,
    private readonly child: ChildProcess,
  ) {
    this.name = command.name;
    this.queue = command.queue;
    this.url = `http://127.0.0.1:${command.port}`;
    this.pid = child.pid ?? 0;
  }

  /** Resolves when a delivery was answered by 202. @throws InvalidRunError when that does not happen */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const output = openSync(outputOf(command), 'w');
    const child = spawnKept(command.program, command.args, {
      stdio: ['ignore', output, output],
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...command.env },
    });
    closeSync(output);
    child.on('error', () => undefined); // it has no exit code then, and never answers
    const server = new ServerProcess(command, child);
    await server.untilItTakesDeliveries();
    return server;
  }

  /** SIGTERM, and SIGKILL for one that does not end. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const late = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
    clearTimeout(late);
  }

  private async untilItTakesDeliveries(): Promise<void> {
    const deadline = Date.now() + START_MS;
    const { path, headers, body } = signedRequest('datadog', datadogDelivery('first', 2_048));
    for (let last = 'nothing'; ; await delay(100)) {
      try {
        const answer = await fetch(this.url + path, { method: 'POST', headers, body });
        last = `${answer.status} ${await answer.text()}`;
        if (answer.status === 202) return;
      } catch {
        // It does not listen yet.
      }
      if (this.child.exitCode !== null || Date.now() > deadline) throw this.silent(last);
    }
  }

  private silent(last: string): InvalidRunError {
    this.child.kill('SIGKILL');
    const output = readFileSync(outputOf(this.command), 'utf8').slice(-2_000);
    return new InvalidRunError(
      `${this.name} does not answer a signed delivery by 202; its last answer: ${last}`,
      `What it printed last:\n${output}`,
    );
  }
}

function outputOf({ folder, name }: ServerCommand): string {
  return join(folder, `${name}.log`);
}
