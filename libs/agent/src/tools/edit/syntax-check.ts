import { extname } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { ToolContext } from '../agent-tool.port';

const TIMEOUT_MS = 10_000;
const MAX_MESSAGE = 600;
/** The shell found no checker, or may not run it. */
const NO_CHECKER = new Set([126, 127]);
/** `node --check` reads neither JSX nor, before Node 22, a module in a `.js` file without a manifest. */
const OTHER_DIALECT = /Unexpected token '(?:<|export)'|Cannot use import statement/;

/** Commands that read a file and complain; none writes anything. `"$F"` is the file. */
const NODE = 'node --check "$F"';
const PYTHON = `python3 -c "import ast,os;ast.parse(open(os.environ['F'],'rb').read(),os.environ['F'])"`;
const COMMANDS: Readonly<Record<string, string>> = {
  '.js': NODE,
  '.mjs': NODE,
  '.cjs': NODE,
  '.py': PYTHON,
  '.sh': 'bash -n "$F"',
};

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function yamlProblem(text: string): string | null {
  const problem = [...parseAllDocuments(text, { logLevel: 'error' })].find((part) => part.errors.length > 0);
  return problem?.errors[0]?.message ?? null;
}

const PARSERS: Readonly<Record<string, (text: string) => string | null>> = {
  '.json': jsonProblem,
  '.yaml': yamlProblem,
  '.yml': yamlProblem,
};

/**
 * What is wrong with the syntax of a written file, or null: also when no checker is at hand, or when it was no plain
 * JSON or YAML `before` either (comments in tsconfig.json, a template).
 */
export async function syntaxProblem(
  path: string,
  { before, after }: { before?: string; after: string },
  context: ToolContext,
): Promise<string | null> {
  const extension = extname(path).toLowerCase();
  const parser = PARSERS[extension];
  if (parser !== undefined) return before !== undefined && parser(before) !== null ? null : parser(after);
  const command = COMMANDS[extension];
  return command === undefined ? null : complaintOf(command, path, context);
}

async function complaintOf(
  command: string,
  path: string,
  { workspace, signal }: ToolContext,
): Promise<string | null> {
  const env = { F: `./${path}` };
  const { ended, exitCode, output } = await workspace.exec({ command, timeoutMs: TIMEOUT_MS, env, signal });
  const isVerdict = ended === 'exited' && exitCode !== null && exitCode !== 0 && !NO_CHECKER.has(exitCode);
  return isVerdict && !OTHER_DIALECT.test(output.text) ? output.text.slice(0, MAX_MESSAGE) : null;
}
