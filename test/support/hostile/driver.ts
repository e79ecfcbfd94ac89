import { SocketWorkspace } from '@anton/workspace';

/**
 * Stands in the agent's container for the runner: does to the sandbox, over its socket, what `ANTON_TEST_CALLS` lists, and
 * prints one JSON line for each. Bundled into one file and handed over as a part of the run's context.
 */
interface ExecCall {
  readonly command: string;
  readonly timeoutMs?: number;
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

async function opened(): Promise<SocketWorkspace> {
  for (const end = Date.now() + 30_000; ; await sleep(100)) {
    try {
      return await SocketWorkspace.open('/sock/exec.sock');
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

const calls = JSON.parse(process.env['ANTON_TEST_CALLS'] ?? '[]') as readonly ExecCall[];
const workspace = await opened();
for (const { command, timeoutMs = 20_000 } of calls) {
  const { exitCode, ended, output } = await workspace.exec({ command, timeoutMs });
  process.stdout.write(`${JSON.stringify({ exitCode, ended, text: output.text })}\n`);
}
const found = await workspace.grep({ pattern: 'bill', maxMatches: 5, timeoutMs: 10_000 });
process.stdout.write(`${JSON.stringify({ found: found.matches.length })}\n`);
await workspace.close();
process.exit(0);
