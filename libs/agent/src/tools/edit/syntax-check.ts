import { extname } from 'node:path';
import { parseDocument } from 'yaml';
import type { ToolContext } from '../agent-tool.port';

const TIMEOUT_MS = 10_000;
const MAX_MESSAGE = 600;

/** Commands that read a file and complain; none writes anything. `"$F"` is the file. */
const COMMANDS: Readonly<Record<string, string>> = {
  '.js': 'node --check "$F"',
  '.mjs': 'node --check "$F"',
  '.cjs': 'node --check "$F"',
  '.py':
    "python3 -c \"import ast,os;ast.parse(open(os.environ['F'],encoding='utf-8').read(),os.environ['F'])\"",
  '.sh': 'bash -n "$F"',
};

function parseError(work: () => unknown): string | null {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function yamlError(text: string): string | null {
  return parseDocument(text, { logLevel: 'error' }).errors[0]?.message ?? null;
}

/** What is wrong with the syntax of an edited file, or null: also when no checker is at hand. */
export async function syntaxProblem(
  path: string,
  text: string,
  { workspace, signal }: ToolContext,
): Promise<string | null> {
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return parseError(() => JSON.parse(text));
  if (extension === '.yaml' || extension === '.yml') return yamlError(text);
  const command = COMMANDS[extension];
  if (command === undefined) return null;
  const result = await workspace.exec({ command, timeoutMs: TIMEOUT_MS, env: { F: path }, signal });
  // 126 and 127: the shell found no checker.
  const isVerdict =
    result.ended === 'exited' && result.exitCode !== 0 && result.exitCode !== 126 && result.exitCode !== 127;
  return isVerdict ? result.output.text.slice(0, MAX_MESSAGE) : null;
}
