import { readFileSync } from 'node:fs';
import { SocketWorkspace } from '@anton/workspace';
import type { HostileStep } from '../../hostile/hostile-case';

/**
 * Stands in the agent's container for the runner: does to the sandbox, over its socket, what `cases.json` of the run's
 * context lists, and prints one JSON line for each step. Bundled into one file and handed over as a part of the context.
 */
const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

async function opened(): Promise<SocketWorkspace> {
  for (const end = Date.now() + 60_000; ; await sleep(100)) {
    try {
      return await SocketWorkspace.open('/sock/exec.sock');
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

async function done(workspace: SocketWorkspace, step: HostileStep): Promise<string> {
  if ('exec' in step) {
    const { exec: command, seconds = 20 } = step;
    const { output, ended } = await workspace.exec({ command, timeoutMs: seconds * 1_000 });
    return `${output.text}\n(${ended})`;
  }
  if ('write' in step) {
    await workspace.write(step.write, Buffer.from(step.content));
    return 'written';
  }
  if ('read' in step) return (await workspace.read(step.read, 1_000_000)).toString('utf8');
  if ('list' in step) return JSON.stringify(await workspace.list(step.list, 100));
  return JSON.stringify(await workspace.grep({ pattern: step.grep, maxMatches: 20, timeoutMs: 20_000 }));
}

const cases = JSON.parse(readFileSync('/context/cases.json', 'utf8')) as readonly {
  readonly name: string;
  readonly steps: readonly HostileStep[];
}[];
let workspace = await opened();
for (const { name, steps } of cases)
  for (const step of steps) {
    let text: string;
    try {
      text = await done(workspace, step);
    } catch (error) {
      text = String(error);
      // Its container may have ended: it is started again.
      if (text.includes('SandboxGoneError')) {
        await workspace.close();
        workspace = await opened();
      }
    }
    process.stdout.write(`${JSON.stringify({ name, text })}\n`);
  }
await workspace.close();
process.exit(0);
