import { createInterface } from 'node:readline';
import { rgPath } from '@vscode/ripgrep';
import { execa } from 'execa';
import { WorkspaceError } from '../../../workspace.errors';
import type { GrepMatch, GrepRequest } from '../../../workspace.port';

/** `agent-loop` 5.1: 300 characters of a line. */
const MAX_LINE = 300;

interface RipgrepEvent {
  readonly type: string;
  readonly data: {
    readonly path?: { text?: string };
    readonly lines?: { text?: string };
    readonly line_number?: number;
  };
}

function argumentsOf(request: GrepRequest, target: string): string[] {
  return [
    '--json',
    '--no-config',
    '--hidden',
    '--no-require-git',
    '--sort=path',
    '--max-columns=2000',
    '--glob=!.git',
    ...(request.ignoreCase === true ? ['--ignore-case'] : []),
    ...(request.glob === undefined ? [] : [`--glob=${request.glob}`]),
    '--regexp',
    request.pattern,
    '--',
    target,
  ];
}

function matchOf(line: string): GrepMatch | null {
  const event = JSON.parse(line) as RipgrepEvent;
  if (event.type !== 'match') return null;
  const text = (event.data.lines?.text ?? '').replace(/\r?\n$/, '').slice(0, MAX_LINE);
  return {
    path: (event.data.path?.text ?? '').replace(/^\.\//, ''),
    line: event.data.line_number ?? 0,
    text,
  };
}

/** Searches with ripgrep (https://github.com/BurntSushi/ripgrep). A bad pattern is an answer. @throws WorkspaceError */
export async function grepFiles(
  cwd: string,
  target: string,
  request: GrepRequest,
): Promise<{ matches: GrepMatch[]; more: boolean }> {
  const child = execa(rgPath, argumentsOf(request, target), {
    cwd,
    env: { PATH: '/usr/bin:/bin' },
    extendEnv: false,
    stdin: 'ignore',
    buffer: { stdout: false },
    timeout: request.timeoutMs,
    reject: false,
  });
  const matches: GrepMatch[] = [];
  let more = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const match = matchOf(line);
    if (match === null) continue;
    if (matches.length === request.maxMatches) {
      more = true;
      child.kill();
      break;
    }
    matches.push(match);
  }
  const result = await child;
  if (!more && !result.timedOut && result.exitCode === 2 && matches.length === 0) {
    throw new WorkspaceError(
      'workspace_bad_pattern',
      result.stderr.slice(0, 500),
      'Correct the pattern or the glob.',
    );
  }
  return { matches, more: more || result.timedOut };
}
